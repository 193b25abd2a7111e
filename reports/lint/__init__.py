"""What is wrong with a document before it goes out, each fault with its place and its remedy."""

from reports.lint.checking import Fault, FaultLevel, check

__all__ = ["Fault", "FaultLevel", "check"]
