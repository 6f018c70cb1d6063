"""Making a payment code, with or without an account, and looking after the kept ones."""
