"""Sums and decisions about signing in, without a table or a page."""
