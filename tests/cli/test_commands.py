"""The command line: exit status, one JSON object, sentences people can read (EXCHANGE.md 3)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from console.cli.main import main

Said = tuple[int, str, str]
Run = Callable[..., Said]
BODIES = "单位编码,单位名称,层级\nYJ,市应急局,市级\nSC,市市场监管局,市级\n"
HEAD = "检查单位,企业,检查日期,检查编号,检查事项,来源\n"
VISITS = HEAD + "".join(f"市应急局,E{n % 2},2026-07-0{n},A{n},J-1,计划内\n" for n in range(1, 9))


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on a database of the test; return status, output and messages."""

    def call(*arguments: str | Path, db: str = "") -> Said:
        words = [str(one) for one in arguments]
        url = db or f"sqlite:///{tmp_path / '库.sqlite'}"
        status = main([*words, "--db", url])
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


def file(folder: Path, name: str, content: str) -> Path:
    """Write a file."""
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def one_object(out: str) -> dict[str, object]:
    """Return the one JSON object on standard output."""
    assert out.count("\n") == 1
    content = json.loads(out)
    assert isinstance(content, dict)
    return content


def is_chinese(text: str) -> bool:
    """Return whether a text has a Chinese sentence and no traceback."""
    return bool(re.search(r"[\u4e00-\u9fff]{4}", text)) and "Traceback" not in text


def test_that_a_whole_story_ends_with_zero(run: Run, tmp_path: Path) -> None:
    bodies, visits = file(tmp_path, "b.csv", BODIES), file(tmp_path, "v.csv", VISITS)
    status, out, _ = run("init", "--json")
    assert (status, one_object(out)["revision"]) != (0, None)
    status, out, _ = run("import", visits, bodies, "--json")
    batches = one_object(out)["batches"]
    assert status == 0
    assert [(one["kind"], one["taken"], one["rejected"]) for one in batches] == [  # type: ignore[attr-defined]
        ("bodies", 2, 0), ("visits", 8, 0),
    ]  # fmt: skip
    assert set(batches[1]) == {  # type: ignore[index]
        "id", "file", "kind", "sha256", "rows", "taken", "unchanged", "skipped", "rejected",
        "errors", "warnings", "visits", "seconds",
    }  # fmt: skip
    status, out, _ = run("import", visits, "--json")
    again = one_object(out)["batches"][0]  # type: ignore[index]
    assert (status, again["id"], again["unchanged"]) == (0, batches[1]["id"], 8)  # type: ignore[index]
    status, out, _ = run("measures", "--period", "2026-07", "--by", "body", "--id", "M9,M2",
                         "--json")  # fmt: skip
    sheet = one_object(out)
    assert status == 0
    assert sheet["period"] == {"text": "2026-07", "first": "2026-07-01", "last": "2026-07-31"}
    measures = {one["id"]: one for one in sheet["measures"]}  # type: ignore[attr-defined]
    assert {"M9", "M2.new", "M2.merge"} <= set(measures)
    assert measures["M9"]["groups"][0]["key"] == ["YJ"]
    status, out, _ = run("findings", "--period", "2026-07", "--rule", "R1,R6", "--json")
    found = one_object(out)
    assert (status, set(found["totals"])) == (0, {"R1", "R6"})  # type: ignore[call-overload]
    assert found["totals"]["R1"] == {"提示": 0, "黄": 0, "橙": 0, "红": 2}  # type: ignore[index]
    first = found["findings"][0]  # type: ignore[index]
    assert {"key", "rule", "ruleset", "trial", "severity", "force", "state", "subject", "item",
            "bodies", "period", "count", "record_ids", "beyond_ids", "claimed_basis",
            "tracked_by"} <= set(first)  # fmt: skip
    status, out, _ = run("records", "--finding", "R1:E0:2026-07", "--json")
    assert (status, one_object(out)["count"]) == (0, 4)
    status, out, _ = run("records", "--measure", "M9", "--period", "2026-07", "--by", "body",
                         "--group", "YJ", "--json")  # fmt: skip
    assert (status, one_object(out)["count"]) == (0, 8)
    for asked in (("--measure", "M3", "--period", "2026-07"), ("--finding", "R1:E0:2026-07")):
        status, out, _ = run("explain", *asked, "--json")
        assert (status, set(one_object(out))) == (0, {"text", "included", "excluded"})
    status, out, _ = run("verify", "--json")
    assert (status, one_object(out)) == (0, {"ok": True, "problems": []})
    status, out, _ = run("undo", "2", "--json")
    assert (status, one_object(out)["batch"]) == (0, 2)
    status, out, _ = run("measures", "--period", "2026-07", "--id", "M9")
    assert status == 0 and "M9" in out


def test_that_a_template_is_written(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("template", "visits", tmp_path / "表.xlsx", "--json")
    assert status == 0
    assert Path(str(one_object(out)["file"])).stat().st_size > 1000


def test_that_sample_files_are_written_with_their_truth(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("sample-files", tmp_path / "城", "--scale", "tiny", "--json")
    told = one_object(out)
    assert status == 0
    truth = json.loads(Path(str(told["truth"])).read_text("utf-8"))
    assert {"findings", "measures"} <= set(truth)
    assert all(Path(one).exists() for one in told["files"])  # type: ignore[attr-defined]


BAD_PROFILE = 'name = "x"\nkind = "visits"\n[columns]\n"检查单位" = "没有的列"\n'


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    ("name", "content", "profile", "word"),
    [
        ("坏.xlsx", "这不是表格\x00\x01", "", "坏.xlsx"),
        ("空.csv", "", "", "空.csv"),
        ("文.csv", "从前有座山\n山上有座庙\n", "", "文.csv"),
        ("v.csv", VISITS, BAD_PROFILE, "没有的列"),
        ("v.csv", HEAD + "市应急局,E1,某日,A1,J-1,计划内\n", "", "某日"),
        ("v.csv", HEAD + "市应急局,E1,2026-02-30,A1,J-1,计划内\n", "", "2026-02-30"),
    ],
)
def test_that_a_wrong_file_is_a_clear_sentence_and_one(
    run: Run, tmp_path: Path, name: str, content: str, profile: str, word: str, as_json: bool
) -> None:
    run("import", file(tmp_path, "b.csv", BODIES))
    words: list[str | Path] = ["import", file(tmp_path, name, content)]
    if profile:
        words += ["--profile", file(tmp_path, "方案.toml", profile)]
    status, out, err = run(*words, *(["--json"] if as_json else []))
    assert status == 1
    if as_json:
        told = one_object(out)
        assert [one["id"] for one in told["batches"]] == [None]  # type: ignore[attr-defined]
        out = "".join(one["message"] + one["file"] + str(one["value"])
                      for one in told["issues"])  # type: ignore[attr-defined]  # fmt: skip
    assert word in out + err
    assert is_chinese(out + err)
    assert one_object(run("init", "--json")[1])["counts"]["visits"] == 0  # type: ignore[index]


def test_that_right_rows_alone_end_with_zero(run: Run, tmp_path: Path) -> None:
    run("import", file(tmp_path, "b.csv", BODIES))
    path = file(tmp_path, "v.csv", VISITS + "无此局,E1,2026-07-01,B1,J-1,计划内\n")
    assert run("import", path)[0] == 1
    status, out, _ = run("import", path, "--only-valid", "--json")
    told = one_object(out)["batches"][0]  # type: ignore[index]
    assert (told["taken"], told["rejected"]) == (8, 1)
    assert status in (0, 1)


def test_that_a_preview_takes_nothing(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("import", file(tmp_path, "b.csv", BODIES), "--dry-run", "--json")
    assert (status, one_object(out)["batches"][0]["id"]) == (0, None)  # type: ignore[index]
    assert one_object(run("init", "--json")[1])["counts"]["bodies"] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    "words",
    [
        ("measures", "--period", "昨天"),
        ("measures", "--period", "2026-13"),
        ("measures", "--period", "2026-09..2026-01"),
        ("measures", "--period", "2026", "--id", "M99"),
        ("measures", "--period", "2026", "--by", "planet"),
        ("findings", "--period", "2026", "--rule", "R99"),
        ("findings", "--period", "2026", "--state", "挺好"),
        ("records", "--measure", "M99", "--period", "2026"),
        ("records", "--finding", "R1:无"),
        ("explain", "--finding", "R1:无"),
        ("undo", "99"),
        ("import", "没有的文件.csv"),
    ],
    ids=" ".join,
)
def test_that_what_is_not_there_is_said_in_chinese(run: Run, words: tuple[str, ...]) -> None:
    run("init")
    status, out, err = run(*words, "--json")
    assert status in (1, 2)
    one_object(out)
    assert is_chinese(out + err)


@pytest.mark.parametrize(
    "words",
    [
        ("measures",),
        ("fly",),
        ("undo", "x"),
        ("measures", "--period", "2026", "--what"),
        ("template", "植物", "x.xlsx"),
    ],
)
def test_that_wrong_usage_is_two(run: Run, words: tuple[str, ...]) -> None:
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert is_chinese(err)


def test_that_a_missing_database_is_refused(run: Run, tmp_path: Path) -> None:
    status, out, err = run("verify", db=f"sqlite:///{tmp_path / '没有' / '库.sqlite'}")
    assert (status, out) == (3, "")
    assert is_chinese(err)


def test_that_a_file_that_is_no_database_is_refused(run: Run, tmp_path: Path) -> None:
    path = file(tmp_path, "假.sqlite", "这不是数据库" * 400)
    status, out, err = run("measures", "--period", "2026", db=f"sqlite:///{path}")
    assert (status in (1, 3), out) == (True, "")
    assert is_chinese(err)
