"""Letters to the bodies that lead accepted pairs: written, numbered and kept like other papers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from data.planning.letters import proposed
from tests.cli.test_commands import Run, one_object, run
from tests.cli.test_planning_commands import filled, ledger

__all__ = ["filled", "ledger", "run"]
AB, A2B = "SC:B|YJ:A", "SC:B|YJ:A2"
YEAR = ("--year", "2026", "--today", "2026-03-02")


def _accept(run: Run, *keys: str, lead: str = "市市场监管局") -> None:
    status, _, err = run("match-decide", *keys, "--state", "已采纳", "--lead", lead,
                         "--today", "2026-03-02")  # fmt: skip
    assert status == 0, err


def _text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split())


def test_that_a_lead_gets_one_letter_with_plans_enterprises_month_partners_and_a_day(
    filled: Run, tmp_path: Path
) -> None:
    _accept(filled, AB, A2B)
    status, out, _ = filled("match", *YEAR, "--letters", tmp_path / "函", "--json")
    assert status == 0
    paths = [Path(str(one["path"])) for one in one_object(out)["files"]]  # type: ignore[attr-defined]
    assert {path.suffix for path in paths} == {".pdf", ".docx", ".xlsx", ".zip"}
    (pdf,) = (path for path in paths if path.suffix == ".pdf")
    text = _text(pdf)
    # Two pairs of one leading plan are one merge: B meets A at E1 and E2, A2 at E2.
    for words in (
        "市市场监管局：", "关于牵头实施2026年合并检查计划的函", "合并检查共1项", "共同检查对象2户",
        "《B计划》（B）与市应急局《A计划》（A）、市应急局《A2计划》（A2）合并", "2026年6月一次完成",
        "可少入企3次", "抄送：市应急局", "E1", "E2", "2026年3月9日前", "共同检查对象名单",
    ):  # fmt: skip
        assert words in text, words
    assert "E4" not in text and "E3" not in text


def test_that_a_letter_asks_for_an_answer_by_the_day_of_the_decision(
    filled: Run, tmp_path: Path
) -> None:
    _accept(filled, AB)
    status, _, err = filled("match", "--year", "2026", "--today", "2026-03-05",
                            "--letters", tmp_path / "函")  # fmt: skip
    assert status == 0, err
    (pdf,) = tmp_path.rglob("*.pdf")
    assert "2026年3月9日前" in _text(pdf)
    # That day is over: the letter gives as many working days again.
    status, _, err = filled("match", "--year", "2026", "--today", "2026-03-11",
                            "--letters", tmp_path / "再")  # fmt: skip
    assert status == 0, err
    (pdf,) = (tmp_path / "再").rglob("*.pdf")
    assert "2026年3月18日前" in _text(pdf)


def test_that_a_letter_is_numbered_issued_and_found_again(filled: Run, tmp_path: Path) -> None:
    status, _, err = filled("issue", "joint", "--period", "2026", "--today", "2026-03-02")
    assert status == 1 and "没有需要发送" in err
    _accept(filled, AB)
    _accept(filled, A2B, lead="市应急局")
    status, _, err = filled("issue", "joint", "--period", "2026", "--today", "2026-03-02")
    assert status == 1 and "有2件" in err
    status, out, err = filled("issue", "joint", "--period", "2026", "--body", "市应急局", "--out",
                              tmp_path, "--today", "2026-03-02", "--json")  # fmt: skip
    assert status == 0, err
    told = one_object(out)["issued"]
    assert (told["number"], told["recipients"]) == ("锡司函〔2026〕1号", ["市应急局"])  # type: ignore[index]
    (path,) = tmp_path.glob("*.pdf")
    assert "A2计划" in _text(path)
    status, out, _ = filled("issued", "verify", str(path))
    assert status == 0 and "一致" in out


def test_that_no_letter_is_written_without_accepted_pairs_and_none_is_public(
    filled: Run, tmp_path: Path
) -> None:
    status, _, err = filled("match", *YEAR, "--letters", tmp_path / "函")
    assert status == 1 and "match-decide" in err
    _accept(filled, AB)
    status, _, err = filled("brief", "--period", "2026", "--papers", "joint", "--public", "--out",
                            tmp_path / "公开")  # fmt: skip
    assert status == 1 and "没有公开稿" in err


@pytest.mark.parametrize(
    ("day", "month"),
    [("2026-03-02", "2026-05"), ("2026-06-30", "2026-06"), ("2027-01-01", "2026-06")],
)
def test_that_the_month_proposed_is_the_first_that_is_not_over(day: str, month: str) -> None:
    assert proposed(["2026-05", "2026-06"], date.fromisoformat(day)) == month
