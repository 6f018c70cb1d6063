"""What figures mean and how they are added up: no table, no web."""
