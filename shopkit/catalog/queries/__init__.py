"""Finding products, photos and papers."""
