"""Reads news reports in many languages into a record of who did what to, for or with whom."""

__version__ = "0.1.0"
