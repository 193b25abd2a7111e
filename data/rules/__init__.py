"""Floor 4: rule sets, rules over scopes, findings. Nothing judges anywhere else."""
