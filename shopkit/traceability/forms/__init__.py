"""What is typed about batches and labels."""
