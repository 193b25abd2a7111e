"""How a table was set up: columns, widths, order and what narrows it, by the columns' titles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from widgets.arranging import Order

# Written to and read from JSON: nothing is known of its kinds until it is looked at.
Layout = dict[str, Any]
SHOWN, WIDTHS, ORDER, FILTERS = "shown", "widths", "order", "filters"


def described(
    titles: list[str],
    chosen: Mapping[int, bool],
    dragged: Mapping[int, int],
    order: Order,
    filters: Mapping[int, str],
) -> Layout:
    """Return a layout by titles; what nobody has chosen is left out."""
    return {
        SHOWN: {titles[place]: shown for place, shown in chosen.items()},
        WIDTHS: {titles[place]: width for place, width in dragged.items()},
        ORDER: [[titles[place], down] for place, down in order],
        FILTERS: {titles[place]: text for place, text in filters.items()},
    }


def placed(
    titles: list[str], layout: Mapping[str, Any]
) -> tuple[dict[int, bool], dict[int, int], Order, dict[int, str]]:
    """Return the same by places; titles that are not there, and what is no layout, are left out."""
    at = {title: place for place, title in enumerate(titles)}

    def part(name: str) -> dict[str, Any]:
        found = layout.get(name)
        return found if isinstance(found, dict) else {}

    pairs = layout.get(ORDER)
    order = tuple(
        (at[str(pair[0])], bool(pair[1]))
        for pair in (pairs if isinstance(pairs, list | tuple) else ())
        if isinstance(pair, list | tuple) and len(pair) == 2 and str(pair[0]) in at
    )
    return (
        {at[title]: bool(shown) for title, shown in part(SHOWN).items() if title in at},
        {
            at[title]: width
            for title, width in part(WIDTHS).items()
            if title in at and isinstance(width, int) and 0 < width < 4000
        },
        order,
        {at[title]: str(text) for title, text in part(FILTERS).items() if title in at},
    )
