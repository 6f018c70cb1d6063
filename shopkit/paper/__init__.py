"""A4 documents as PDF: embedded fonts, pages that break well, nothing left out."""
