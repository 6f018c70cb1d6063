"""Sums and decisions about channels that need no table and no web."""
