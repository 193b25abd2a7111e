"""Commands that look after the program: verify, doctor, bench."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from console.cli.bench import run_benchmarks
from console.cli.benchmarks.parts import Sizes
from console.cli.common import database
from console.cli.doctor import checks
from console.cli.output import Answer
from data.drawing.keeping import changed_draws
from data.oversight.issued import changed_papers
from data.records.verifying import problems


def verify(options: argparse.Namespace) -> Answer:
    """Check the file, everything derived against the facts, and issued papers by their hash."""
    with database(options) as db:
        found = db.quick_check() + db.foreign_key_check()
        with db.reading() as session:
            found += problems(session)
            found += [
                f"已印发的“{number}”与登记的SHA-256不符，内容被改动过，请用备份核对。"
                for number in changed_papers(session)
            ]
            found += changed_draws(session)
    return Answer(
        {"ok": not found, "problems": found}, tuple(found) or ("未发现问题",), 1 if found else 0
    )


def doctor(options: argparse.Namespace) -> Answer:
    """Say what is missing or wrong on this computer."""
    results = checks()
    lines = tuple(f"{'正常' if one.ok else '异常'}　{one.name}：{one.note}" for one in results)
    return Answer(
        {"checks": [asdict(one) for one in results]},
        lines,
        0 if all(one.ok for one in results) else 1,
    )


def bench(options: argparse.Namespace) -> Answer:
    """Measure, each beside its floor and its peer in one run."""
    sizes = Sizes.of(
        options.visits,
        options.enterprises,
        options.history,
        options.rounds,
        options.years,
        options.keep,
    )
    results = run_benchmarks(options.names, sizes)
    lines = tuple(
        f"{one.name}　本台 {one.ours_s:.3f} s　底线 {one.floor_s:.3f} s　比 {one.ratio_floor:.2f}"
        + (f"　同类 {one.peer_s:.3f} s　比 {one.ratio_peer:.2f}" if one.ratio_peer else "")
        + f"　内存 {one.peak_mib:,.0f} MiB"
        for one in results
    )
    return Answer({"results": [asdict(one) for one in results]}, lines)
