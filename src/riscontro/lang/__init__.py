"""Language packs: the loader, and the packs as data."""
