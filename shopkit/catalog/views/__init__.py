"""Pages about products: adding one, keeping them, and what buyers see."""
