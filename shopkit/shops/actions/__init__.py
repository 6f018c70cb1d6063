"""What is done with shops, households, people and branches."""
