"""Reading codes again: photos, and our own finished files."""
