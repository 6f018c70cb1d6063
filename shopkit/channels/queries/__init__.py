"""Reading what is kept about channels."""
