"""From events to dyads over time."""
