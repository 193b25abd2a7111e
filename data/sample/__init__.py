"""Floor 7: the deterministic sample city (演示数据), as the bureaus would send it."""
