"""What traceability keeps: places, batches and what happened to them, labels, recalls, looks."""
