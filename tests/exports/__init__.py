"""What leaves the house: read back with other eyes than those that wrote it."""
