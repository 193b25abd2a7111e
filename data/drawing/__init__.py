"""The 双随机 draw: promised by a hash, drawn from its seed, repeated by anyone bit for bit."""
