"""Changing what a shop offers."""
