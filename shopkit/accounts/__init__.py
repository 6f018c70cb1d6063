"""Sign-in, roles and their scope, consent."""
