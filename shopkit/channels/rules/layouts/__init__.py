"""The files of each channel: which columns, and what of a record stands in them."""
