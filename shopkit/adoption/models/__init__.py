"""What adoption keeps: facts, targets, periods, criteria and recognition."""
