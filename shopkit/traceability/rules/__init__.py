"""Codes, dates, steps, warnings and duties: no table, no web."""
