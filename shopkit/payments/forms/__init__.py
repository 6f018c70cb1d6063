"""What is typed about accounts, stands and money."""
