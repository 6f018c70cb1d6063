"""Taking in what somebody has in a spreadsheet."""
