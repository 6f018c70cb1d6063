"""Finding accounts, stands, requests and bank lines of a shop."""
