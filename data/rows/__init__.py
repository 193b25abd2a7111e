"""Floor 0: the frozen row types that cross the lines between floors (standard library only)."""
