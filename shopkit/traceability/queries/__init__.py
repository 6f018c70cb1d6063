"""Finding batches, where they came from and where they went, labels and looks."""
