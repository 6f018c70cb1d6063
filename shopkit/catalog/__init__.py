"""What a shop sells: products with photo, name and price, from draft to public page."""
