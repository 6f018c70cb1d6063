"""What people may tell about shops and the register."""
