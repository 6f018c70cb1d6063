"""What people may tell about figures and recognition."""
