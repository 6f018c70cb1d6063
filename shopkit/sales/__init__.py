"""Orders as they happen in a chat or at the stall, and the household's own book."""
