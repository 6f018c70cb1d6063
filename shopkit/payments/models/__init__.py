"""What payments keep: accounts, stands and their checks, requests, and the money that came in."""
