"""What changes something about channels."""
