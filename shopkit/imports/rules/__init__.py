"""What can be said about a table without asking anybody: values, headings, columns."""
