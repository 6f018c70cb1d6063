"""The pages about orders, the quick sale and the book."""
