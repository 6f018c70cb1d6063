"""Reading spreadsheets within limits, and writing ones that carry no formula."""
