"""Paper: fonts, label sheets and payment stands."""
