"""What the commune may count, from what happened and from nothing else."""
