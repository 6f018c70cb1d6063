"""The command line of qr_labels: one module for each group of commands."""
