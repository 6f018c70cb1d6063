"""What the house keeps: the database behind one door, and files by the hash of their content."""
