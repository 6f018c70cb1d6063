"""What is typed about products and papers."""
