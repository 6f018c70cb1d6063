"""Batches and labels for the seller, and the page behind a code for everybody."""
