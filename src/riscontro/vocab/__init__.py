"""Code lists as data: event types and modes, states, the Admiralty code."""
