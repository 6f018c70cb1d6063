"""Spreadsheets of the wild: which column means what, a trial run, and what could not be taken."""
