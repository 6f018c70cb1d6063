"""Reading orders, the book, and the sums that may leave a household."""
