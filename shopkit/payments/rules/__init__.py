"""Codes, memos, names and sums: no table, no web."""
