"""What is kept about channels."""
