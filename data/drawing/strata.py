"""Strata by credit class and risk, and how many of each are drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from data.rows.draws import CREDITS, HUNDRED, RISKS, WHOLE, DrawObject, DrawRules, Stratum
from data.rows.errors import InvalidInput

ALL = WHOLE * HUNDRED


def strata_of(objects: Sequence[DrawObject], rules: DrawRules) -> tuple[Stratum, ...]:
    """Return the strata that have somebody, A first and 高 first, each with its quota.

    By ratio each stratum's quota is its size times ratio times factor, rounded up. With a size in
    all, that many are shared out by the same products: largest remainder, none above its size.
    """
    counts = Counter((one.credit, one.risk) for one in objects)
    keys = [(credit, risk) for credit in CREDITS for risk in RISKS if counts[credit, risk]]
    sizes = [counts[key] for key in keys]
    shares = [rules.share(*key) for key in keys]
    if rules.size:
        quotas = shared_out(rules.size, sizes, shares)
    else:
        quotas = [-(-size * share // ALL) for size, share in zip(sizes, shares, strict=True)]
    if not sum(quotas):
        raise InvalidInput("按所定比例一户也抽不到，请提高抽查比例，或写明抽取户数。")
    return tuple(
        Stratum(*key, size, share, quota)
        for key, size, share, quota in zip(keys, sizes, shares, quotas, strict=True)
    )


def shared_out(total: int, sizes: Sequence[int], shares: Sequence[int]) -> list[int]:
    """Share a total out by size times share; largest remainder, ties to the earlier stratum."""
    parts = [size * share for size, share in zip(sizes, shares, strict=True)]
    room = sum(size for size, part in zip(sizes, parts, strict=True) if part)
    if total > room:
        raise InvalidInput(
            f"要抽 {total:,} 户，比例不为 0 的各层共 {room:,} 户，少 {total - room:,} 户。"
            "请减少户数或放宽范围。"
        )
    quotas = [0] * len(parts)
    open_ones, left = [place for place, part in enumerate(parts) if part], total
    while True:
        whole = sum(parts[place] for place in open_ones)
        full = [place for place in open_ones if left * parts[place] > sizes[place] * whole]
        if not full:
            break
        for place in full:
            quotas[place] = sizes[place]
            left -= sizes[place]
        open_ones = [place for place in open_ones if place not in full]
    for place in open_ones:
        quotas[place] = left * parts[place] // whole
    rest = left - sum(quotas[place] for place in open_ones)
    order = sorted(open_ones, key=lambda place: (-(left * parts[place] % whole), place))
    for place in order[:rest]:
        quotas[place] += 1
    return quotas
