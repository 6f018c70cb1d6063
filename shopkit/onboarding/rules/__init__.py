"""What is known without table and web: the next step, the help texts, recorded words."""
