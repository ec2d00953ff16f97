"""The story of the demonstration: who takes part, and what happened in each of its three years."""
