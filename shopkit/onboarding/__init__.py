"""The first page, keeping what a visitor made, and a seller's one next step."""
