"""The first page, keeping what a visitor made, and help."""
