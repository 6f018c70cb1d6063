"""Pages to sign in and out, and about oneself; `pages` has their addresses."""
