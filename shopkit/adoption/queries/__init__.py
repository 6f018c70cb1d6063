"""Facts, figures and lists, read from what happened."""
