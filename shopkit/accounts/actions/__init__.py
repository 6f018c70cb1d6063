"""Changes to who may sign in, as what, and to what she has agreed."""
