"""``python -m riscontro`` is the command line."""
