"""The 25 % solver against every subset of merges, tried one by one."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from data.planning.raising import Aim, Choices, raise_share


def _random_choices(seed: int) -> tuple[Choices, Aim]:
    """Return at most 9 merges of at most 8 single plans and two that are joint already."""
    draw = np.random.default_rng(seed)
    plans = int(draw.integers(4, 9))
    body = draw.integers(0, 4, plans + 2)
    sides: set[tuple[int, int]] = set()
    for _ in range(int(draw.integers(3, 10))):
        one, other = sorted(draw.choice(plans + 2, 2, replace=False).tolist())
        if one < plans:
            sides.add((one, other))
    one, other = (np.array(part, dtype=np.int64) for part in zip(*sorted(sides), strict=True))
    tasks = draw.integers(1, 5, len(one)).astype(np.int64)
    joint = int(draw.integers(0, 6))
    whole = int(draw.integers(4 * plans, 6 * plans)) + joint
    demands = {int(b): int(draw.integers(1, 6)) for b in draw.choice(4, 2, replace=False)}
    aim = Aim(whole, joint, 0.25, demands if draw.random() < 0.3 else {})
    saves = draw.integers(1, 9, len(one)).astype(np.int64)
    return Choices(one, other, tasks, saves, other >= plans, body.astype(np.int64)), aim


def _every(choices: Choices, aim: Aim) -> list[tuple[int, int, float, int, int]]:
    """Return lacking, met, share, changed, saved of each set of merges that is allowed."""
    found = []
    for size in range(len(choices) + 1):
        for rows in combinations(range(len(choices)), size):
            plans = [int(choices.one[row]) for row in rows]
            plans += [int(choices.other[row]) for row in rows if not choices.joins[row]]
            if len(set(plans)) < len(plans):
                continue
            whole, joint, got = aim.tasks, aim.joint, dict.fromkeys(aim.demands, 0)
            for row in rows:
                count = int(choices.tasks[row])
                whole -= count
                joint += 0 if choices.joins[row] else count
                mine = {int(choices.body[choices.one[row]])}
                if not choices.joins[row]:
                    mine.add(int(choices.body[choices.other[row]]))
                for body in mine & set(got):
                    got[body] += count
            lacking = sum(max(0, aim.demands[body] - got[body]) for body in got)
            saved = sum(int(choices.saves[row]) for row in rows)
            found.append((lacking, int(4 * joint >= whole), joint / whole, len(plans), saved))
    return found


def test_that_no_set_of_merges_changes_fewer_plans_or_saves_more_with_as_few() -> None:
    reached = short = 0
    for seed in range(150):
        choices, aim = _random_choices(seed)
        found, every = raise_share(choices, aim), _every(choices, aim)
        lacking = min(one[0] for one in every)
        every = [one for one in every if one[0] == lacking]
        enough = [one for one in every if one[1]]
        assert sum(found.short.values()) == lacking, seed
        assert found.ended and found.proven, seed
        assert found.reached == bool(enough), seed
        share = found.joint / found.tasks
        if not enough:
            best = max(one[2] for one in every)
            assert abs(share - best) < 1e-9, seed
            enough = [one for one in every if one[2] > best - 1e-9]
            short += 1
        least = min(one[3] for one in enough)
        assert (found.changed, found.bound) == (least, least), seed
        saved = int(choices.saves[found.rows].sum())
        assert saved == max(one[4] for one in enough if one[3] == least), seed
        reached += found.reached
    assert reached > 30 and short > 30


def test_that_most_goes_beyond_the_target() -> None:
    numbers = np.array([0, 2], dtype=np.int64)
    choices = Choices(
        numbers, numbers + 1, np.array([4, 2]), np.array([4, 2]), np.zeros(2, dtype=bool),
        np.arange(4, dtype=np.int64),
    )  # fmt: skip
    aim = Aim(20, 3, 0.25)
    assert raise_share(choices, aim).rows.tolist() == [0]
    assert raise_share(choices, aim, most=True).rows.tolist() == [0, 1]


def test_that_without_choices_it_is_told_whether_the_target_is_met() -> None:
    none = np.zeros(0, dtype=np.int64)
    choices = Choices(none, none, none, none, np.zeros(0, dtype=bool), none)
    found = raise_share(choices, Aim(8, 2, 0.25))
    assert (found.reached, found.changed, found.ended) == (True, 0, True)
    found = raise_share(choices, Aim(8, 1, 0.25, {0: 2}))
    assert (found.reached, found.changed, dict(found.short)) == (False, 0, {0: 2})
