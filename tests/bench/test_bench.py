"""The benchmark harness, tried with programs whose times are known."""

import sys

import pytest

from console.cli import bench
from data.rows.errors import InvalidInput


def samples(*seconds):
    """A side of a benchmark that takes these times one after the other."""
    times = iter(seconds)
    return lambda: bench.Sample(next(times), peak_mib=10.0)


def test_that_ratios_are_taken_inside_a_round_and_the_middle_one_counts():
    benchmark = bench.Benchmark(samples(2, 8, 3), samples(1, 2, 3), peer=samples(4, 4, 6))
    result = bench.measure("made up", benchmark)
    assert (result.ours_s, result.floor_s, result.peer_s) == (3, 2, 4)
    assert (result.ratio_floor, result.ratio_peer) == (2, 0.5)


def test_that_a_benchmark_without_a_peer_has_no_peer_ratio():
    result = bench.measure("made up", bench.Benchmark(samples(1, 1, 1), samples(1, 1, 1)))
    assert result.peer_s is None and result.ratio_peer is None


def test_that_time_stops_at_the_first_line_and_not_at_the_end():
    program = "import time; print('painted', flush=True); time.sleep(3)"
    sample = bench.until_first_line([sys.executable, "-c", program])
    assert 0 < sample.seconds < 2.5
    assert sample.peak_mib > 1


def test_that_a_program_that_fails_is_named_with_its_last_words():
    program = "import sys; sys.exit('no such page')"
    with pytest.raises(InvalidInput, match="no such page"):
        bench.until_first_line([sys.executable, "-c", program])


def test_that_an_unknown_benchmark_is_answered_with_the_known_ones():
    with pytest.raises(InvalidInput, match="start"):
        bench.run_benchmarks(["no such benchmark"])


def test_that_the_bare_window_paints():
    bare = bench.SCRIPTS / "bare_window.py"
    assert bench.until_first_line([sys.executable, str(bare)]).seconds > 0
