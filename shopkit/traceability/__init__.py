"""Batches, their labels, and the page that a buyer sees behind a code."""
