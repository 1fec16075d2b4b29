"""From claims to events, with grade and status."""
