"""Random whole numbers that anyone can make again: HMAC-SHA256 of a counter."""

from __future__ import annotations

import hashlib
import hmac

SEED_BYTES = 32
_SPAN = 1 << 256


def commitment_of(seed: bytes, text: str) -> str:
    """Return what is shown before a draw: SHA-256 of the seed followed by what is promised."""
    return hashlib.sha256(seed + text.encode()).hexdigest()


def key_of(seed: bytes, witness: str) -> bytes:
    """Return the key of a draw: HMAC-SHA256 of the public figure, by the seed."""
    return hmac.digest(seed, witness.encode(), "sha256")


class Stream:
    """The numbers of one purpose; block i is HMAC-SHA256(key, label, 0, i as eight bytes)."""

    def __init__(self, key: bytes, *label: str) -> None:
        self._key = key
        self._label = "\n".join(label).encode() + b"\0"
        self._block = 0

    def below(self, bound: int) -> int:
        """Return an evenly drawn number of 0 … bound - 1.

        A block is a number of 256 bits; one beyond the largest multiple of `bound` is passed over.
        """
        limit = _SPAN - _SPAN % bound
        while True:
            text = self._label + self._block.to_bytes(8, "big")
            self._block += 1
            number = int.from_bytes(hmac.digest(self._key, text, "sha256"), "big")
            if number < limit:
                return number % bound
