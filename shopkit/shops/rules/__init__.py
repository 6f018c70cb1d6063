"""Sums and decisions about shops and the register that need no table and no web."""
