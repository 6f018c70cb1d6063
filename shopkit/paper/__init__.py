"""A4 documents with embedded fonts."""
