"""What the operator types: one module for each group of commands."""
