"""Where the money goes: accounts, payment codes, stands."""
