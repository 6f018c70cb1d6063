"""Finding shops and what the register knows of them."""
