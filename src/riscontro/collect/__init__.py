"""From inputs to documents: bytes first, then text and facts."""
