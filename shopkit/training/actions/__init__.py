"""What is done with classes, attendance, skills and visits."""
