"""The pages about shops and the register."""
