"""Typing about channels."""
