"""What the bodies send of the visits of the bulk city: reports with officers, codes and lines."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.rows.enums import Result
from data.sample.bulk_bodies import BulkBodies, Teams
from data.sample.bulk_drawing import Bools, Floats, Ints, drawn, positions, serials
from data.sample.bulk_items import ASPECTS
from data.sample.bulk_visits import MINUTES
from data.sample.details import LATE_REASONS
from data.sample.planting import APPROVERS, BASES, CAP

_ON_TIME, _LATE, _NONE, _EXEMPT = range(4)
_LINES, _LINE_SHARES = np.array([1, 2, 3]), np.array([0.955, 0.035, 0.01])
_SINGLE = 0.003
_LATE_OF_BREACHES = 0.55
_NO_LATE_REASON = 0.02
_LATER_DAYS = np.array([1, 1, 2, 3, 5, 8, 12, 16])
_CLAIMED, _PARTLY_CLAIMED = 0.3, 0.08
_CASES = 400
_OTHER = 0.995


def basis_texts(year: int) -> list[str]:
    """Return the texts of 超频次依据 of a year."""
    return [one.format(year=year, number=case) for one in BASES for case in range(1, _CASES)]


def make_reports(
    rng: np.random.Generator, visits: pd.DataFrame, bodies: BulkBodies
) -> pd.DataFrame:
    """Return a row for each report, those of a visit together, the lead's first.

    Columns: visit, body, item, serial (of the body), day, team, officers, arrive, leave, shown
    (minutes since 1970, -1 for none), late_reason, basis, approver (-1 for none), basis_day.
    """
    code = _codes(rng, visits, bodies)
    both = np.flatnonzero(visits["both"])
    visit = np.concatenate((np.arange(len(visits)), both))
    second = np.arange(len(visit)) >= len(visits)
    order = np.argsort(visit, kind="stable")
    visit, second = visit[order], second[order]
    of = visits.iloc[visit].reset_index(drop=True)
    body = np.where(second, of["partner"], of["lead"]).astype(np.int64)
    delay = np.where(second, rng.integers(0, 6, len(visit)), 0)
    reports = pd.DataFrame(
        {
            "visit": visit,
            "body": body,
            "second": second,
            "item": np.where(second, of["partner_item"], of["item"]),
            "serial": serials(body),
            "day": of["day"].to_numpy(),
            "arrive": np.where(of["arrive"] < 0, -1, of["arrive"] + delay),
            "leave": np.where(of["leave"] < 0, -1, of["leave"] + delay),
        }
    )
    reports["team"] = _teams(rng, bodies.teams, reports, bodies.breach[body])
    reports["officers"] = bodies.teams.officers[reports["team"]]
    _show_codes(rng, reports, of, code[visit])
    _claim(rng, reports, visits)
    small = {"body": "int16", "officers": "int8", "late_reason": "int8", "approver": "int8"}
    wide = [name for name in reports.columns if reports[name].dtype == "int64"]
    return reports.astype(dict.fromkeys(wide, "int32") | small)


def make_lines(
    rng: np.random.Generator, visits: pd.DataFrame, reports: pd.DataFrame, bodies: BulkBodies
) -> pd.DataFrame:
    """Return a row for each line: report, item, result (0 where nothing is said)."""
    count = _LINES[drawn(rng, _LINE_SHARES, len(reports))]
    report = np.repeat(np.arange(len(reports)), count)
    begins = np.cumsum(count) - count
    base, aspect = np.divmod(reports["item"].to_numpy()[report], len(ASPECTS))
    # Further lines look at other aspects of the same item.
    aspect = (aspect + 5 * (np.arange(len(report)) - begins[report])) % len(ASPECTS)
    visit = reports["visit"].to_numpy()[report]
    rate = bodies.problem_rate[reports["body"].to_numpy()[report]]
    rate *= np.where(visits["partner"].to_numpy()[visit] >= 0, 1.15, 1.0)
    draw = rng.random(len(report))
    words = np.array([Result.CORRECT, Result.PUNISH, Result.TRANSFER])
    found = words[drawn(rng, np.array([0.8, 0.17, 0.03]), len(report))]
    quiet = np.where(draw > _OTHER, int(Result.OTHER), int(Result.CLEAN))
    result = np.where(draw < rate, found, quiet)
    checked = visits["kind"].to_numpy()[visit] == 1
    return pd.DataFrame(
        {
            "report": report.astype(np.int32),
            "item": (base * len(ASPECTS) + aspect).astype(np.int16),
            "result": np.where(checked, result, int(Result.UNKNOWN)).astype(np.int8),
        }
    )


def _codes(rng: np.random.Generator, visits: pd.DataFrame, bodies: BulkBodies) -> Ints:
    """Draw for each visit whether and when the code was shown."""
    count = len(visits)
    breach = rng.random(count) > bodies.code_rate[visits["lead"]]
    late = rng.random(count) < _LATE_OF_BREACHES
    code = np.where(breach & (visits["kind"] == 1), np.where(late, _LATE, _NONE), _ON_TIME)
    return np.where(visits["off_site"], _EXEMPT, code)


def _teams(
    rng: np.random.Generator, teams: Teams, reports: pd.DataFrame, breach: Floats
) -> Ints:
    """Send the teams of a body out in turn, so that nobody is at two places at once."""
    body = reports["body"].to_numpy()
    order = np.lexsort((reports["arrive"], reports["day"], body))
    place = np.empty(len(body), dtype=np.int64)
    place[order] = np.arange(len(body)) - np.searchsorted(body[order], body[order])
    team = teams.first[body] + place % teams.count[body]
    alone = positions(rng, teams.first_single[body], teams.singles[body])
    return np.where(rng.random(len(body)) < _SINGLE * breach, alone, team)


def _show_codes(
    rng: np.random.Generator, reports: pd.DataFrame, of: pd.DataFrame, code: Ints
) -> None:
    """Give each report the time of its code; the second body leaves it out now and then."""
    count = len(reports)
    day, second = of["day"].to_numpy(), reports["second"].to_numpy()
    base = np.where(of["arrive"] < 0, day * MINUTES + 570, of["arrive"])
    silent = second & (rng.random(count) < np.where(code == _LATE, 0.3, 0.05))
    on_time = base - rng.integers(0, 4, count)
    known = of["arrive"].to_numpy() >= 0
    same_day = known & (rng.random(count) < 0.6)
    later = day + _LATER_DAYS[rng.integers(0, len(_LATER_DAYS), count)]
    late = np.where(
        same_day,
        base + 10 + rng.integers(0, 190, count),
        later * MINUTES + 600 + rng.integers(0, 60, count),
    )
    shown = np.select([silent, code == _ON_TIME, code == _LATE], [-1, on_time, late], -1)
    said = (shown >= 0) & (code == _LATE) & (rng.random(count) > _NO_LATE_REASON)
    reports["shown"] = shown
    reason = rng.integers(0, len(LATE_REASONS), count)
    reports["late_reason"] = np.where(said, reason, -1)


def _claim(rng: np.random.Generator, reports: pd.DataFrame, visits: pd.DataFrame) -> None:
    """Let lead reports of visits beyond a cap claim a basis: all of a group, some, or none."""
    counts = ((visits["kind"] == 1) & ~visits["off_site"]).to_numpy()
    month = visits["day"].to_numpy().astype("datetime64[D]").astype("datetime64[M]").astype(int)
    enterprise = visits["enterprise"].to_numpy().astype(np.int64)
    claims = _beyond(rng, enterprise * 2000 + month, counts)
    items = enterprise * 4000 + visits["item"].to_numpy()
    claims |= _beyond(rng, items, counts)
    claims = claims[reports["visit"]] & ~reports["second"].to_numpy()
    count = len(reports)
    basis = rng.integers(0, len(BASES) * (_CASES - 1), count)
    approver = rng.integers(0, len(APPROVERS), count)
    day = visits["day"].to_numpy()[reports["visit"]] - rng.integers(1, 6, count)
    for name, value in (("basis", basis), ("approver", approver), ("basis_day", day)):
        reports[name] = np.where(claims, value, -1)


def _beyond(rng: np.random.Generator, groups: Ints, counts: Bools) -> Bools:
    """Choose visits beyond the third of their group in the order of time."""
    place = np.zeros(len(groups), dtype=np.int64)
    place[counts] = serials(groups[counts])
    beyond = np.flatnonzero(place > CAP)
    keys, group = np.unique(groups[beyond], return_inverse=True)
    whole = (rng.random(len(keys)) < _CLAIMED)[group]
    chosen = np.zeros(len(groups), dtype=bool)
    chosen[beyond] = whole | (rng.random(len(beyond)) < _PARTLY_CLAIMED)
    return chosen
