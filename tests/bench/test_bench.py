"""The benchmark harness, tried with programs whose times are known."""

import sys

import pytest

from console.cli import bench
from console.cli.benchmarks.children import until_end, until_first_line
from console.cli.benchmarks.parts import SCRIPTS, Benchmark, Sample, Sizes, Unavailable
from data.rows.errors import InvalidInput


def samples(*seconds, inside=None):
    """A side of a benchmark that takes these times one after the other."""
    times, within = iter(seconds), iter(inside or [None] * len(seconds))
    return lambda: Sample(next(times), 10.0, next(within))


def test_that_ratios_are_taken_inside_a_round_and_the_middle_one_counts():
    benchmark = Benchmark(samples(2, 8, 3), samples(1, 2, 3), peer=samples(4, 4, 6))
    (result,) = bench.measure("made up", benchmark)
    assert (result.ours_s, result.floor_s, result.peer_s) == (3, 2, 4)
    assert (result.ratio_floor, result.ratio_peer) == (2, 0.5)


def test_that_a_benchmark_without_a_peer_has_no_peer_ratio():
    (result,) = bench.measure("made up", Benchmark(samples(1, 1, 1), samples(1, 1, 1)))
    assert result.peer_s is None and result.ratio_peer is None


def test_that_sides_that_count_their_inner_work_give_a_second_result():
    ours = samples(5, 5, 5, inside=[2, 3, 4])
    floor = samples(5, 5, 5, inside=[1, 1, 1])
    whole, inside = bench.measure("made up", Benchmark(ours, floor))
    assert (whole.name, whole.ratio_floor) == ("made up", 1)
    assert (inside.name, inside.ours_s, inside.ratio_floor) == ("made up-inside", 3, 3)


def test_that_as_many_rounds_are_run_as_asked_for():
    (result,) = bench.measure("made up", Benchmark(samples(7), samples(2)), rounds=1)
    assert result.ratio_floor == 3.5


def test_that_time_stops_at_the_first_line_and_not_at_the_end():
    program = "import time; print('painted', flush=True); time.sleep(3)"
    sample = until_first_line([sys.executable, "-c", program])
    assert 0 < sample.seconds < 2.5
    assert sample.peak_mib > 1


def test_that_a_whole_run_is_timed_with_its_peak_and_its_own_count():
    program = "import time; kept = bytearray(200 << 20); time.sleep(1); print('{\"own\": 0.5}')"
    sample = until_end([sys.executable, "-c", program], lambda told: told["own"])
    assert sample.seconds > 1
    assert sample.peak_mib > 200
    assert sample.inside_s == 0.5


def test_that_memory_held_by_children_counts():
    inner = "import time; kept = bytearray(200 << 20); time.sleep(1)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    assert until_end([sys.executable, "-c", program]).peak_mib > 200


@pytest.mark.parametrize("run", [until_first_line, until_end])
def test_that_a_program_that_fails_is_named_with_its_last_words(run):
    program = "import sys; sys.exit('no such page')"
    with pytest.raises(InvalidInput, match="no such page"):
        run([sys.executable, "-c", program])


def test_that_an_unknown_benchmark_is_answered_with_the_known_ones():
    with pytest.raises(InvalidInput, match="start"):
        bench.run_benchmarks(["no such benchmark"])


def test_that_import_stands_for_its_whole_family_and_a_full_name_for_itself():
    family = bench.chosen(["import"])
    assert {"import", "import-small", "import-xlsx"} < set(family)
    assert "start" not in family
    assert bench.chosen(["import-xlsx"]) == ["import-xlsx"]
    assert bench.chosen([]) == list(bench.BENCHMARKS)


def test_that_what_cannot_run_here_is_left_out_and_said(monkeypatch, capsys):
    def missing(room):
        raise Unavailable("没有服务器")

    known = {"one": lambda room: Benchmark(samples(2), samples(1)), "one-more": missing}
    monkeypatch.setattr(bench, "BENCHMARKS", known)
    results = bench.run_benchmarks(["one"], Sizes(rounds=1))
    assert [result.name for result in results] == ["one"]
    assert "one-more：没有服务器" in capsys.readouterr().err
    with pytest.raises(InvalidInput, match="没有服务器"):
        bench.run_benchmarks(["one-more"], Sizes(rounds=1))


def test_that_fewer_visits_make_every_file_smaller_and_more_only_the_first():
    few, many = Sizes.of(5_000, None, None, None), Sizes.of(3_000_000, 7, 8, 9)
    assert (few.visits, few.rows, few.server_visits) == (5_000, 5_000, 5_000)
    assert (many.visits, many.rows) == (3_000_000, Sizes().rows)
    assert (many.enterprises, many.history, many.rounds) == (7, 8, 9)
    with pytest.raises(InvalidInput, match="--rounds"):
        Sizes.of(None, None, None, 0)


def test_that_the_bare_window_paints():
    assert until_first_line([sys.executable, str(SCRIPTS / "bare_window.py")]).seconds > 0
