"""Finding classes, who came, and who waits for a visit."""
