"""Writing papers into a folder: what is public, what files are called, stopping and going on."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from console.operations.issuing import issue_paper
from console.operations.paper_desk import Desk, Made, Order, papers
from console.operations.papers import (
    FaultyDocument,
    file_stem,
    file_stems,
    save,
    write_papers,
)
from data.records.behind import records_of_measure
from data.rows.enums import FindingState, Severity
from data.rows.errors import Cancelled, InvalidInput
from data.rows.papers import PaperKind, Stage
from data.rows.period import Period
from data.rules.decisions import decide
from data.store.database import Database
from reports.lint.checking import texts_of
from reports.papers.circular import Terms, circular
from reports.templates import FOLDER, load
from reports.word import write_docx
from tests.reports.papers.made import ISSUER, rows

TODAY = date(2026, 10, 9)
QUARTER = Period.parse("2026-Q3", TODAY)


@pytest.fixture
def city(tiny_city: Path, tmp_path: Path) -> Iterator[Database]:
    """A copy of the city."""
    copy = tmp_path / "city.sqlite"
    shutil.copy(tiny_city, copy)
    with Database.open(f"sqlite:///{copy}") as db:
        yield db


def ignore(done: int, total: int, label: str) -> None:
    """Hear of progress and do nothing."""


def named_in(desk: Desk) -> set[str]:
    """Return the enterprises the rows of a desk name, with their codes."""
    problems = [row.subject for row in desk.circular_rows.problems if row.of_enterprise]
    over = desk.briefing_rows.over
    names = {one.name for one in problems} | {row.enterprise for row in over}
    return names | {one.code for one in problems} | {row.code for row in over}


def test_that_no_public_copy_of_any_paper_names_an_enterprise(city):
    desk = Desk(city, Order(QUARTER, TODAY, public=True))
    red = next(row.key for row in desk.circular_rows.problems if row.severity is Severity.RED)
    with city.writing("测试", "核实") as session:
        decide(session, [red], FindingState.TRUE, "现场核实", "测试", TODAY)
    desk = Desk(city, Order(QUARTER, TODAY, public=True))
    names = named_in(desk)
    assert names
    for paper in papers():
        if paper in ("check", PaperKind.JOINT_LETTER.value):
            # These go to single bodies alone: a public copy is refused, not masked.
            with pytest.raises(InvalidInput, match="没有公开稿"):
                list(desk.make(paper))
            continue
        for one in desk.make(paper):
            assert one.document.public
            told = "\n".join(text for _, text in texts_of(one.document))
            assert [name for name in names if name in told] == []


def test_that_a_public_copy_does_not_take_the_place_of_the_whole_one(city, tmp_path):
    for public in (False, True):
        write_papers(city, Order(QUARTER, TODAY, ("circular",), public=public), tmp_path, ignore)
    names = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert names == ["情况通报_2026年第三季度_20261009.pdf",
                     "情况通报_2026年第三季度_公开稿_20261009.pdf"]  # fmt: skip


def test_that_a_draft_does_not_take_the_place_of_what_went_out():
    document = circular(rows(), ISSUER, load(), Terms())
    one = Made("circular", "情况通报", document, "")
    stems = {file_stem(one, Order(QUARTER, TODAY, stage=stage)) for stage in Stage}
    assert stems == {"情况通报_2026年第三季度_征求意见稿_20261009",
                     "情况通报_2026年第三季度_送审稿_20261009",
                     "情况通报_2026年第三季度_20261009"}  # fmt: skip


def test_that_a_text_finished_in_wps_for_the_public_names_no_enterprise(city, tmp_path):
    order = Order(QUARTER, TODAY, ("circular",), number="锡司发〔2026〕9号", public=True)
    one = next(iter(Desk(city, order).make("circular")))
    name = next(iter(n for n in named_in(Desk(city, order)) if "公司" in n))
    written = io.BytesIO()
    write_docx(replace(one.document, note=f"详见{name}"), written)
    with pytest.raises(FaultyDocument, match="公开稿"):
        issue_paper(city, order, "测试", ("定稿.docx", written.getvalue()))


@pytest.mark.parametrize("paper", ["check", PaperKind.JOINT_LETTER.value])
def test_that_what_goes_to_one_body_has_no_public_copy(city, tmp_path, paper):
    order = Order(QUARTER, TODAY, (paper,), public=True)
    with pytest.raises(InvalidInput, match="没有公开稿"):
        write_papers(city, order, tmp_path / "out", ignore)
    assert not (tmp_path / "out").exists()


def test_that_the_check_of_a_public_copy_knows_the_enterprises_of_its_rows(city):
    desk = Desk(city, Order(QUARTER, TODAY, public=True))
    one = next(iter(desk.make("circular")))
    assert not [fault for fault in desk.faults(one.document) if fault.rule == "脱敏"]
    name = next(row.subject.name for row in desk.circular_rows.problems if row.of_enterprise)
    named = replace(one.document, note=f"详见{name}")
    assert [fault.where for fault in desk.faults(named) if fault.rule == "脱敏"] == ["附注"]


def test_that_one_number_is_never_given_to_several_papers(city, tmp_path):
    for asked in (("circular", "report"), ("check",)):
        order = Order(QUARTER, TODAY, asked, number="锡司发〔2026〕7号")
        with pytest.raises(InvalidInput, match="只能用于一件"):
            write_papers(city, order, tmp_path / "out", ignore)
    assert not (tmp_path / "out").exists()


HOSTILE = ("../../etc/passwd", "市a/局", "市a:局", "CON", "市<b>局|*?", "局\x00\x1b[31m",
           "无锡市" + "超" * 120, "无锡市" + "超" * 121, "=cmd|' /C calc'!A0", "甲.", " ",
           "abc", "ABC", "\u202exslx.局")  # fmt: skip


def test_that_hostile_names_of_bodies_become_files_of_their_own(city, tmp_path):
    order = Order(QUARTER, TODAY, ("check",))
    one = next(iter(Desk(city, order).make("check")))
    made = [Made(one.paper, one.label, one.document, tail) for tail in HOSTILE]
    stems = file_stems(made, order)
    assert len({stem.casefold() for stem in stems}) == len(HOSTILE)
    folder = tmp_path / "out"
    for stem in stems:
        save(folder / f"{stem}.docx", b"x")
    written = [path.name for path in folder.iterdir()]
    assert len(written) == len(HOSTILE)
    assert not any(char in name for name in written for char in '\\/:*?"<>|\x00\x1b\u202e')
    assert all(name.startswith("核对单_2026年第三季度") for name in written)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["out"]


def test_that_a_stopped_batch_keeps_whole_files_and_is_gone_on_with(city, tmp_path):
    folder, order = tmp_path / "out", Order(QUARTER, TODAY, ("notices",))
    heard: list[str] = []

    def stop_at_the_second(done: int, total: int, label: str) -> None:
        heard.append(label)
        if total > 1 and done == 1:
            raise Cancelled()

    with pytest.raises(Cancelled):
        write_papers(city, order, folder, stop_at_the_second)
    first = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert sorted(path.suffix for path in first) == [".docx", ".pdf", ".xlsx"]
    pdf = next(path for path in first if path.suffix == ".pdf")
    assert len(PdfReader(pdf).pages) >= 1
    files = write_papers(city, order, folder, ignore)
    assert len(files) > len(first)
    assert all(path.stat().st_mtime_ns == before for path, before in first.items())
    assert {path for path in folder.rglob("*") if path.is_file()} == {one.path for one in files}
    index = load_workbook(folder / "函件" / "目录.xlsx").active
    assert index is not None
    listed = [(row[4], row[5]) for row in index.iter_rows(min_row=2, values_only=True)]
    assert listed == [(one.path.name, one.sha256) for one in files[:-2]]
    packed = folder / "函件.zip"
    assert files[-1].path == packed
    with zipfile.ZipFile(packed) as batch:
        assert batch.testzip() is None
        assert batch.namelist() == [f"函件/{one.path.name}" for one in files[:-1]]
    before = packed.read_bytes()

    def stop_while_packing(done: int, total: int, label: str) -> None:
        if label.startswith("打包") and done == 2:
            raise Cancelled()

    with pytest.raises(Cancelled):
        write_papers(city, order, folder, stop_while_packing)
    assert packed.read_bytes() == before
    assert [path.name for path in folder.iterdir() if path.name.endswith(".part")] == []


def test_that_a_refused_paper_leaves_those_written_before_it(city, tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    wording = (FOLDER / "upward.toml").read_text(encoding="utf-8")
    head, _, rest = wording.partition("report_title = ")
    rest = '"关于{period}工作情况的报告。"\n' + rest.partition("\n")[2]
    (texts / "upward.toml").write_text(f"{head}report_title = {rest}", encoding="utf-8")
    order = Order(QUARTER, TODAY, ("onepage", "report"), templates=texts)
    with pytest.raises(FaultyDocument, match="末尾不加标点"):
        write_papers(city, order, tmp_path / "out", ignore)
    written = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert written == [".docx", ".pdf", ".xlsx"]
    assert all("一页纸" in path.name for path in (tmp_path / "out").iterdir())


def sheets_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of each sheet of a workbook."""
    book = load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_that_each_figure_of_a_circular_has_its_records_in_the_workbook(city, tmp_path):
    order = Order(QUARTER, TODAY, ("circular",))
    document = next(iter(Desk(city, order).make("circular"))).document
    files = write_papers(city, order, tmp_path, ignore, ("xlsx",))
    sheets = sheets_of(files[0].path)
    index = {row[5]: row for row in sheets["依据索引"][1:]}
    listed = [row for row in document.annexes[3].blocks[0].rows]
    stated = [fact for fact in document.facts() if fact.key != "findings"]
    assert stated and {fact.annex for fact in stated} == {4}
    assert document.annexes[3].title == "数字依据清单"
    assert len(listed) == len({fact.key for fact in stated})
    for number, fact in enumerate(dict.fromkeys(one.key for one in stated), 1):
        name, _, text, count, told, _ = index[fact]
        assert name == f"依据{number:02d}" and name in str(listed[number - 1][3])
        assert text == listed[number - 1][2]
        assert len(sheets[str(name)]) - 1 == min(int(str(count)), 500) and "共" in str(told)
    with city.reading() as session:
        behind = records_of_measure(session, "M3", QUARTER, today=TODAY)
    assert index["M3"][3] == len(behind)


def test_that_a_public_copys_lists_of_records_name_no_enterprise(city, tmp_path):
    order = Order(QUARTER, TODAY, ("circular",), public=True)
    names = named_in(Desk(city, order))
    files = write_papers(city, order, tmp_path, ignore, ("xlsx",))
    cells = {str(cell) for rows in sheets_of(files[0].path).values() for row in rows
             for cell in row if cell is not None}  # fmt: skip
    assert [name for name in names for cell in cells if name in cell] == []
