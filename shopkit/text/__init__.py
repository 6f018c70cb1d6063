"""Letters, search, order and phone numbers as Vietnam writes them."""
