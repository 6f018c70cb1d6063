"""What people may tell about classes and visits."""
