"""Whether a choice is admissible is what a maximum flow says of it, choice after choice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from data.drawing.room import Room
from tests.drawing.anew import most_places


@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(1, 7), st.integers(1, 6), st.integers(1, 3), st.integers(1, 4))
def test_that_choices_are_judged_as_a_flow_judges_them(data, codes, staff, wanted, most):
    badges = [f"Z{place}" for place in range(staff)]
    teams = st.lists(st.sampled_from(badges), unique=True).map(sorted)
    may = {f"E{place}": data.draw(teams) for place in range(codes)}
    room, fixed = Room(may, wanted, most), set()
    greatest = most_places(may, fixed, wanted, most)
    assert room.filled == greatest
    wishes = [(code, badge) for code, team in may.items() for badge in team]
    for code, badge in data.draw(st.permutations(wishes)):
        sent = sum(one == code for one, _ in fixed)
        gone = sum(one == badge for _, one in fixed)
        if sent == wanted or gone == most:
            continue
        fits = most_places(may, fixed | {(code, badge)}, wanted, most) == greatest
        assert room.fix(code, badge) is fits
        if fits:
            fixed.add((code, badge))
    assert len(fixed) == greatest
