"""What `lianxi bench` measures: one module a benchmark, children that are timed from outside."""
