"""What every page shares: the request, the doors, the forms, the words, the look."""
