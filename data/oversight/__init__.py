"""Floor 6: what the joint meeting reads and decides: briefings, later notices and meetings."""
