"""Ledgers for tests of the past: those of tests/ledger."""

from tests.ledger.conftest import new_town, registered, town

__all__ = ["new_town", "registered", "town"]
