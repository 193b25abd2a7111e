"""The small town of the ledger tests, for the measures."""

from tests.ledger.conftest import new_town, registered, town

__all__ = ["new_town", "registered", "town"]
