"""The pages of figures, periods and recognition."""
