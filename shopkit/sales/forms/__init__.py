"""The questions about a sale."""
