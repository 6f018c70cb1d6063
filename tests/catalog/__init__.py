"""Products from photo to public page."""
