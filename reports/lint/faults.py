"""A fault of a document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FaultLevel(Enum):
    """错误 holds a document back, 警告 does not."""

    ERROR = "错误"
    WARNING = "警告"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong (`rule` names the check), where, and what to do."""

    level: FaultLevel
    rule: str
    where: str
    message: str


def error(rule: str, where: str, message: str) -> Fault:
    """Return a fault that holds the document back."""
    return Fault(FaultLevel.ERROR, rule, where, message)


def warning(rule: str, where: str, message: str) -> Fault:
    """Return a fault that does not hold the document back."""
    return Fault(FaultLevel.WARNING, rule, where, message)
