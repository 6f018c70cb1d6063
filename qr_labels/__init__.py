"""Payment and trace codes, symbols, label sheets, stands and reading them back: a library."""
