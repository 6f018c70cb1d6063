"""What the register keeps: households, people, businesses, branches, and the shops run here."""
