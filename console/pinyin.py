"""Names by their pinyin: initials, whole syllables, or both mixed, as people type them."""

from __future__ import annotations

from collections.abc import Sequence

Syllables = tuple[str, ...]

# What people leave out when they type a body's initials: 无锡市司法局 is typed wxsfj.
SKIPPED = frozenset({"shi", "qu", "xian"})
EXACT, INSIDE, LOOSE = 0, 1, 2


def spell(name: str) -> Syllables:
    """Return the syllables of a name in small letters; what is not Chinese stays as it is."""
    # Imported here: only who searches by pinyin waits for its tables.
    from pypinyin import lazy_pinyin

    return tuple(part.lower() for part in lazy_pinyin(name) if part.strip())


def spell_all(names: Sequence[str]) -> dict[str, Syllables]:
    """Return the syllables of several names."""
    return {name: spell(name) for name in names}


def is_typed_pinyin(text: str) -> bool:
    """Return whether a text may be pinyin: two small letters or more and nothing else."""
    return len(text) >= 2 and text.isascii() and text.isalpha()


def rank(typed: str, syllables: Syllables) -> int | None:
    """Return how near a text is to a name, the nearest the least; None where it is not."""
    wanted = typed.lower()
    for is_loose, found in ((False, EXACT), (True, LOOSE)):
        for start, syllable in enumerate(syllables):
            if syllable[:1] == wanted[:1] and _goes_on(wanted, syllables[start:], is_loose):
                return found if start == 0 or is_loose else INSIDE
    return None


def _goes_on(wanted: str, syllables: Syllables, is_loose: bool) -> bool:
    """Return whether each syllable gives its first letters, one after the other."""
    if not wanted:
        return True
    if not syllables:
        return False
    first, rest = syllables[0], syllables[1:]
    shared = 0
    while shared < min(len(first), len(wanted)) and first[shared] == wanted[shared]:
        shared += 1
    for length in range(shared, 0, -1):
        if _goes_on(wanted[length:], rest, is_loose):
            return True
    return is_loose and first in SKIPPED and _goes_on(wanted, rest, is_loose)
