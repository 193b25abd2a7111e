"""The commands `brief`, `paper`, `issue` and `issued`, as scripts call them."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from console.cli.main import main

PERIOD, TODAY = "2026-Q3", "2026-10-09"
BEFORE = "2026-Q2"
Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(tiny_city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a copy of the city; return its exit status and its JSON."""
    copy = tmp_path / "city.sqlite"
    shutil.copy(tiny_city, copy)

    def call(*words: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        status = main([*words, "--db", f"sqlite:///{copy}", "--today", TODAY, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return call


def test_that_brief_writes_four_papers_in_three_forms(run, tmp_path):
    status, said = run("brief", "--period", PERIOD, "--out", str(tmp_path / "out"))
    assert status == 0
    papers = {file["paper"] for file in said["files"]}
    assert papers == {"briefing", "circular", "notices", "annexes"}
    for paper in papers:
        forms = {Path(file["path"]).suffix for file in said["files"] if file["paper"] == paper}
        assert forms == {".pdf", ".docx", ".xlsx"}
    for file in said["files"]:
        content = Path(file["path"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        if file["path"].endswith(".pdf"):
            assert file["pages"] == len(PdfReader(file["path"]).pages)
    again = run("brief", "--period", PERIOD, "--out", str(tmp_path / "b"), "--papers", "circular")
    hashes = {file["sha256"] for file in said["files"]}
    assert all(file["sha256"] in hashes for file in again[1]["files"])


def test_that_a_second_run_leaves_finished_files_alone(run, tmp_path):
    out = tmp_path / "out"
    run("brief", "--period", PERIOD, "--out", str(out), "--papers", "notices")
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    lost = next(path for path in before if path.suffix == ".docx")
    lost.unlink()
    run("brief", "--period", PERIOD, "--out", str(out), "--papers", "notices")
    after = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    assert after.keys() == before.keys()
    assert [path for path in after if after[path] != before[path]] == [lost]
    assert not list(out.rglob("*.part"))


def test_that_a_paper_for_one_body_goes_to_it_alone(run, tmp_path):
    status, said = run("brief", "--period", PERIOD, "--out", str(tmp_path / "o"), "--papers",
                       "check", "--body", "市应急局")  # fmt: skip
    assert status == 0
    names = [Path(file["path"]).name for file in said["files"] if file["path"].endswith(".pdf")]
    assert names == ["核对单_2026年第三季度_市应急局_20261009.pdf"]
    assert run("brief", "--period", PERIOD, "--out", str(tmp_path / "o"), "--papers", "check",
               "--body", "市没有局")[0] == 1  # fmt: skip


def test_that_a_fault_holds_a_document_back_and_nothing_is_written(run, tmp_path):
    out = tmp_path / "out"
    status, said = run("brief", "--period", PERIOD, "--out", str(out), "--papers", "circular",
                       "--number", "锡司发〔2026〕012号")  # fmt: skip
    assert status == 1
    assert said["issues"][0]["level"] == "错误" and said["issues"][0]["rule"] == "发文字号"
    assert not out.exists()


def test_that_an_issued_paper_is_numbered_kept_and_found_again(run, tmp_path):
    out = str(tmp_path / "out")
    status, said = run("issue", "circular", "--period", PERIOD, "--out", out)
    assert (status, said["issued"]["number"]) == (0, "锡司发〔2026〕1号")
    saved = said["files"][0]
    assert hashlib.sha256(Path(saved).read_bytes()).hexdigest() == said["issued"]["sha256"]
    text = "".join(page.extract_text() for page in PdfReader(saved).pages)
    assert "锡司发〔2026〕1号" in text and said["issued"]["snapshot"] in text
    for clue in (saved, "锡司发〔2026〕1号", said["issued"]["snapshot"][:16],
                 f"LX1|circular|{PERIOD}|{said['issued']['snapshot']}"):  # fmt: skip
        assert run("issued", "verify", clue)[1]["issued"]["id"] == said["issued"]["id"]
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(Path(saved).read_bytes() + b" ")
    assert run("issued", "verify", str(changed))[0] == 1
    second = run("issue", "circular", "--period", BEFORE)[1]
    assert second["issued"]["number"] == "锡司发〔2026〕2号"
    assert len(run("issued", "list")[1]["issued"]) == 2


def test_that_nobody_is_named_before_a_finding_was_verified(run, tmp_path):
    for paper in ("named", "urging"):
        status, said = run("brief", "--period", PERIOD, "--out", str(tmp_path / "o"), "--papers",
                           paper, "--body", "市应急局")  # fmt: skip
        assert status != 0 and "没有经核实属实的问题" in said["error"]
    assert not (tmp_path / "o").exists()


def test_that_verify_finds_an_issued_paper_whose_bytes_were_changed(run, tmp_path):
    assert run("issue", "submission", "--period", PERIOD)[0] == 0
    assert run("verify")[1]["ok"] is True
    with closing(sqlite3.connect(tmp_path / "city.sqlite")) as file:
        file.execute("DROP TRIGGER issued_paper_no_update")
        file.execute("UPDATE issued_paper SET pdf = CAST(pdf || x'20' AS BLOB)")
        file.commit()
    status, said = run("verify")
    assert status == 1
    assert any("锡发改发〔2026〕1号" in one and "改动过" in one for one in said["problems"])


def test_that_a_draft_a_used_number_and_an_inner_page_are_not_issued(run):
    assert run("issue", "circular", "--period", PERIOD, "--stage", "送审稿")[0] == 1
    assert run("issue", "onepage", "--period", PERIOD)[0] == 1
    number = ("--number", "锡司发〔2026〕7号")
    assert run("issue", "circular", "--period", PERIOD, *number)[0] == 0
    assert run("issue", "circular", "--period", BEFORE, *number)[0] in (1, 3)
    assert len(run("issued", "list")[1]["issued"]) == 1


def test_that_a_text_finished_in_wps_is_kept_with_the_paper(run, tmp_path):
    out = tmp_path / "out"
    run("brief", "--period", PERIOD, "--out", str(out), "--papers", "circular")
    final = next(out.glob("*.docx"))
    status, said = run("issue", "circular", "--period", PERIOD, "--final", str(final))
    assert status == 0
    assert said["issued"]["final_sha256"] == hashlib.sha256(final.read_bytes()).hexdigest()
    final.write_bytes(b"PK")
    assert run("issue", "circular", "--period", BEFORE, "--final", str(final))[0] == 1


def test_that_papers_fonts_and_wording_can_be_asked_for(run, tmp_path):
    assert {one["paper"] for one in run("paper", "list")[1]["papers"]} >= {
        "briefing", "circular", "notices", "annexes", "onepage", "check", "request",
    }  # fmt: skip
    assert all(one["face"] for one in run("paper", "fonts")[1]["fonts"])
    folder = str(tmp_path / "texts")
    assert len(run("paper", "templates", folder)[1]["files"]) == 3
    assert run("paper", "templates", folder)[1]["files"] == []
