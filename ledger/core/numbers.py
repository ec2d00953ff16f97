"""Numbers: by which contributions, payees, expenditures and all else are counted and found."""

NUMBERS = range(1, 2**31)
"""The numbers a thing can have; a larger one, in an address somebody typed, finds nothing."""
