"""The import wizard: one module a step; what may come next is decided in data/intake/flow.py."""
