"""How an order moves, by which channels it comes, which thresholds are known, what may leave."""
