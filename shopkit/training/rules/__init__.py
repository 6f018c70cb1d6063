"""Sums and decisions about training that need no table and no web."""
