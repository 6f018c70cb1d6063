"""Recording sales, moving orders on, keeping the book and erasing it."""
