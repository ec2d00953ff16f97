"""A covenant's life, told through the pages, a browser and the command line."""
