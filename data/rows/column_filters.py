"""What is typed to narrow one column: words that must all be there, =, or a limit with > or <."""

from __future__ import annotations

from dataclasses import dataclass

HAS, IS = "", "="
LIMITS = (">=", "<=", ">", "<")
"""The longer signs first: a text is read by the first that begins it."""


@dataclass(frozen=True, slots=True)
class ColumnWish:
    """A sign and the words behind it; without a sign every word must be in the cell."""

    sign: str
    words: tuple[str, ...]

    @property
    def whole(self) -> str:
        """Return what stands behind the sign, as one text."""
        return " ".join(self.words)

    @property
    def number(self) -> float | None:
        """Return the limit as a number, None where it is none."""
        try:
            return float(self.whole.replace(",", ""))
        except ValueError:
            return None


def read_wish(typed: str) -> ColumnWish:
    """Read what was typed; full-width signs count as plain ones."""
    text = typed.strip().replace("＞", ">").replace("＜", "<").replace("＝", "=")
    text = text.replace("≥", ">=").replace("≤", "<=")
    for sign in (*LIMITS, IS):
        if text.startswith(sign):
            return ColumnWish(sign, tuple(text[len(sign) :].split()))
    return ColumnWish(HAS, tuple(text.split()))


def fits(shown: str, number: float | None, wish: ColumnWish) -> bool:
    """Return whether a cell is wanted: by its text, or by its number where a limit is asked."""
    if not wish.words:
        return True
    if wish.sign == HAS:
        small = shown.casefold()
        return all(word.casefold() in small for word in wish.words)
    if wish.sign == IS:
        return shown.casefold() == wish.whole.casefold()
    limit = wish.number
    if number is not None and limit is not None:
        return _beyond(number, limit, wish.sign)
    # Days are written so that their texts are ordered as they are.
    return _beyond(shown, wish.whole, wish.sign)


def _beyond(value: float | str, limit: float | str, sign: str) -> bool:
    if isinstance(value, str) != isinstance(limit, str):
        return False
    if value == limit:
        return "=" in sign
    is_more: bool = value > limit  # type: ignore[operator]  # both are of one kind
    return is_more == sign.startswith(">")
