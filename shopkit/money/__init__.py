"""Whole dong: read as people type it, said in words, shown as Vietnam writes it."""
