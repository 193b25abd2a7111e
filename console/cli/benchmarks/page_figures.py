"""What `bench pages` compares: the figures of a page, from our functions and from the peer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from console.cli.benchmarks.pages_peer import Cells, Peer
from console.filters import FilterState
from console.loading.counting import count_cells
from console.loading.findings import read_findings
from console.loading.heat import Heat, heat_months, months_period, read_heat
from console.loading.overview import read_overview, read_usage
from console.loading.records import read_stretch, read_visits
from console.loading.todo import read_todo
from data.records.registers import list_bodies
from data.rows.enums import Level
from data.rows.findings import FindingFilter
from data.rows.period import Period, month_first, month_last, month_number, month_text
from data.sample.lexicon import END

TODAY = date(*END, 28)
PAGE = 200
SPARK = 12
Figures = dict[str, object]
Only = Mapping[str, object]


def overview_figures(session: Session, state: FilterState) -> Figures:
    """Return the numbers of the tiles, their lines by month, and the heat below."""
    page = read_overview(session, state, TODAY)
    figures: Figures = {"heat": _cells(page.heat)}
    for tile in page.tiles:
        if tile.origin is not None:
            figures[tile.measure] = tile.origin.count
        if tile.series:
            figures[f"{tile.measure} by month"] = _rounded(tile.series)
    return figures


def peer_overview(peer: Peer, state: FilterState) -> Figures:
    """Return the same from the peer, with the period before, as the page compares with it."""
    from console.loading.tiles import compared_with

    period, only = state.span(TODAY), _only(state)
    spark = _spark(period)
    for other in (period, compared_with(period)[0]):
        months, tasks = peer.months(other, (), only), peer.tasks(other, (), only)
        codes = (peer.lines if state.basis == "records" else peer.counts)(other, (), only)
        if other is period:
            now = months[()], tasks[()], codes[()]
    figures: Figures = {
        "heat": peer_heat(peer, state, "body")["cells"],
        "M6": now[0][1],
        "M10": now[1][4],
        "M1": now[1][2],
        "M3": now[2][2],
    }
    by = ("month",)
    counted = peer.lines if state.basis == "records" else peer.counts
    tasks, months = peer.tasks(spark, by, only), peer.months(spark, by, only)
    figures |= {
        "M10 by month": _line(tasks, 4, 3, spark),
        "M1 by month": _line(tasks, 2, 0, spark),
        "M6 by month": _line(months, 1, None, spark),
        "M3 by month": _line(counted(spark, by, only), 2, 1, spark),
    }
    found = peer.repeated(spark, {name: only[name] for name in only if name == "body"})
    figures["R5 by month"] = [
        float(found.get((month_text(month),), (0,))[0]) for month in spark.months
    ]
    return figures


def usage_figures(session: Session, state: FilterState) -> Figures:
    """Return how many bodies sent anything."""
    tile = read_usage(session, state, TODAY)["M16.bodies"]
    return {"bodies": tile.origin.count if tile.origin else None}


def peer_usage(peer: Peer, state: FilterState) -> Figures:
    """Return the same from the peer, with the lines by month the tile draws."""
    period = state.span(TODAY)
    for month in _spark(period).months:
        peer.reporting(Period("", month_first(month), month_last(month)))
    return {"bodies": peer.reporting(period)}


def todo_figures(session: Session, state: FilterState) -> Figures:
    """Return how many findings are red and open."""
    return {"red": read_todo(session, state.span(TODAY), state.body, TODAY, "").red}


def peer_todo(peer: Peer, state: FilterState) -> Figures:
    """Return the same from the peer."""
    return {"red": peer.open_red(state.span(TODAY), _only(state))}


def heat_figures(session: Session, state: FilterState, by: str) -> Figures:
    """Return the cells of a heat that are not empty."""
    heat = read_heat(session, state, by, TODAY)
    levels = {int(level): level.label for level in Level}
    known = {one.code: one.level for one in list_bodies(session)}
    cells = _cells(heat)
    if by == "body" and state.level is not None:
        assert all(known[str(code)] == levels[state.level] for code, _ in cells)
        return {"cells": len(cells) > 0}
    return {"cells": cells}


def peer_heat(peer: Peer, state: FilterState, by: str) -> Figures:
    """Return the same from the peer."""
    span = months_period(heat_months(state.span(TODAY)))
    only = dict(_only(state))
    if state.trigger is not None:
        only["trigger"] = state.trigger
    chosen = only.pop(by, None)
    counted = peer.lines if state.basis == "records" else peer.counts
    cells = counted(span, (by, "month"), only)
    found = {key: counts[0] for key, counts in cells.items() if chosen is None or key[0] == chosen}
    return {"cells": bool(found) if state.level is not None else found}


def distinct_figures(session: Session, state: FilterState) -> Figures:
    """Return different enterprises by body, and pairs of enterprise and item beyond the cap."""
    period = state.span(TODAY)
    by_body = count_cells(session, period, ["M9.enterprises"], ("body",))["M9.enterprises"]
    pairs = count_cells(session, period, ["M7"])["M7"][()]
    return {
        "enterprises": {key: value.numerator for key, value in by_body.items()},
        "pairs": (pairs.denominator, pairs.numerator),
    }


def peer_distinct(peer: Peer, state: FilterState) -> Figures:
    """Return the same from the peer."""
    period = state.span(TODAY)
    by_body = peer.enterprises(period, ("body",), {})
    return {
        "enterprises": {key: counts[0] for key, counts in by_body.items()},
        "pairs": peer.pairs(period, ())[()],
    }


def finding_figures(session: Session, state: FilterState) -> Figures:
    """Return how many findings there are by rule, and the first page of them."""
    wanted = FindingFilter(state.span(TODAY), state.body or "")
    found = read_findings(session, wanted)
    rows = found.rows(session, 0, min(PAGE, found.total))
    return {
        "counts": {(rule, int(severity)): n for (rule, severity), n in found.counts.items()},
        "first": [row.id for row in rows],
    }


def peer_findings(peer: Peer, state: FilterState) -> Figures:
    """Return the same from the peer."""
    period, only = state.span(TODAY), _only(state)
    return {
        "counts": peer.findings(period, only),
        "first": peer.gravest(period, only, PAGE),
    }


def record_figures(session: Session, state: FilterState) -> Figures:
    """Return how many visits there are, and the first page of them."""
    found = read_visits(session, state, None, TODAY)
    rows = read_stretch(session, found, 0, min(PAGE, found.count))
    return {"count": found.count, "first": [row.id for row in rows]}


def peer_records(peer: Peer, state: FilterState) -> Figures:
    """Return the same from the peer."""
    only = dict(_only(state))
    if state.trigger is not None:
        only["trigger"] = state.trigger
    count, first = peer.latest(state.span(TODAY), only, PAGE)
    return {"count": count, "first": first}


def _only(state: FilterState) -> dict[str, object]:
    found = {"body": state.body, "region": state.region}
    return {name: code for name, code in found.items() if code is not None}


def _cells(heat: Heat) -> dict[tuple[str, str], int]:
    return {
        (line.code, month): number
        for line in heat.lines
        for month, number in zip(heat.months, line.cells, strict=True)
        if number
    }


def _spark(period: Period) -> Period:
    last = month_number(period.last)
    first = last - SPARK + 1
    return Period(f"{month_text(first)}..{month_text(last)}", month_first(first), month_last(last))


def _line(cells: Cells, top: int, bottom: int | None, span: Period) -> list[float | None]:
    """Return a share (or a count) by month, of the months that have any."""
    line: list[float | None] = []
    for month in span.months:
        counts = cells.get((month_text(month),))
        if counts is None:
            continue
        if bottom is None:
            line.append(float(counts[top]))
        else:
            line.append(counts[top] / counts[bottom] if counts[bottom] else None)
    return _rounded(line)


def _rounded(line: object) -> list[float | None]:
    assert isinstance(line, (list, tuple))
    return [None if one is None else round(one, 9) for one in line]
