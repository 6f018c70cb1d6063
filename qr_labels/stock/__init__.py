"""Label stock: the geometry of sheets and rolls, as data."""
