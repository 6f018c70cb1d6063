"""Who did what to which record, when, and seen by whom: append-only, ids only."""
