"""The house without a network: what a phone keeps, and where what waits is seen."""
