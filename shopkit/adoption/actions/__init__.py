"""What is done with facts, periods and recognition."""
