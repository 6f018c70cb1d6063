"""QR symbols: one by itself, or a whole run that differs only in its codes."""
