"""Check digits of enterprise codes (GB 32100, GB 11714 and the 15-digit 注册号)."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def organisation_code(stem: str) -> str:
    """Return the eight characters of a 主体标识码 with their check character (GB 11714)."""
    total = sum(
        _ORGANISATION.index(letter) * weight
        for letter, weight in zip(stem, _ORGANISATION_WEIGHTS, strict=True)
    )
    rest = 11 - total % 11
    return stem + {10: "X", 11: "0"}.get(rest, str(rest))


def uscc_check(stem: str) -> str:
    """Return the check character of the first 17 characters (GB 32100)."""
    total = sum(
        _ALPHABET.index(letter) * weight for letter, weight in zip(stem, _WEIGHTS, strict=True)
    )
    return _ALPHABET[(31 - total % 31) % 31]


def uscc(prefix: str, place: str, stem: str) -> str:
    """Return a whole 统一社会信用代码: 登记管理部门与类别, 区划码, 主体标识码, check character."""
    head = prefix + place + organisation_code(stem)
    return head + uscc_check(head)


def registration_number(stem: str) -> str:
    """Return a 15-digit 注册号 from its first fourteen digits (modulus 11, 10)."""
    rest = 10
    for digit in stem:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    return stem + str((11 - rest) % 10)
