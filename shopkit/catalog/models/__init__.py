"""What the catalog keeps: products, photos, prices, and papers that prove what is said."""
