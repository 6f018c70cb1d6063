"""Product files of other programs, read into records: one file per layout, quirks and all."""
