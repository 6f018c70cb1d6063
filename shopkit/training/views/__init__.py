"""The pages about classes and visits."""
