"""Floor 3: every measure is computed here and nowhere else."""
