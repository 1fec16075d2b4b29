"""Benches: what is measured, and the gate that holds it (README.md)."""
