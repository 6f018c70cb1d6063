"""A practice province of the size that articles report, made through ordinary doors."""
