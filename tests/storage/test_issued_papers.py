"""What is issued stays as it went out, and numbers have no gaps: on a file and on a server."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, text, update

from data.models import IssuedPaper
from data.oversight.issued import (
    changed_papers,
    digest,
    find_issued,
    freeze,
    list_issued,
    original,
    take_number,
    typed_number,
)
from data.oversight.issuing import (
    BUILT_IN,
    changed_by_words,
    default_issuer,
    issuer,
    issuers,
    set_issuer,
)
from data.rows.errors import Conflict, DataError, InvalidInput, NotFound
from data.rows.papers import Disclosure, Form, PaperKind, PaperToIssue, StatedFact

DAY = date(2026, 10, 9)
SNAPSHOT = "ab" * 32


def paper(number, pdf=b"%PDF-1", snapshot=SNAPSHOT, final=None):
    return PaperToIssue(
        kind=PaperKind.CIRCULAR, number=number, own=True, issuer=BUILT_IN[0],
        title="关于2026年第三季度情况的通报", period="2026-Q3", recipients=("市应急局", "市税务局"),
        disclosure=Disclosure.CLOSED, made_on=DAY, as_of=date(2026, 9, 30),
        rulesets=("2024-07-05",), snapshot=snapshot,
        facts=(StatedFact("M1", "26.3%", 0.263),), records=("R1|x",), pages=3, pdf=pdf,
        final=final,
    )  # fmt: skip


def issue(database, given):
    with database.writing("测试", "印发") as session:
        return freeze(session, given, "张三", DAY)


def number_of(database, form=Form.OFFICIAL, year=2026):
    with database.writing("测试", "编号") as session:
        return take_number(session, BUILT_IN[0], form, year)


def test_that_each_series_and_year_counts_from_one(database):
    assert number_of(database) == "锡司发〔2026〕1号"
    assert number_of(database) == "锡司发〔2026〕2号"
    assert number_of(database, Form.LETTER) == "锡司函〔2026〕1号"
    assert number_of(database, year=2027) == "锡司发〔2027〕1号"


def test_that_a_number_comes_back_when_issuing_fails(database):
    with pytest.raises(InvalidInput), database.writing("测试", "印发") as session:
        number = take_number(session, BUILT_IN[0], Form.OFFICIAL, 2026)
        freeze(session, paper(number, pdf=b""), "张三", DAY)
    assert number_of(database) == "锡司发〔2026〕1号"


def test_that_our_series_passes_over_a_number_typed_in_before(database):
    issue(database, replace(paper("锡司发〔2026〕1号"), own=False))
    assert number_of(database) == "锡司发〔2026〕2号"


def test_that_numbers_taken_at_once_are_different_and_without_gaps(database):
    taken = []
    threads = [
        threading.Thread(target=lambda: taken.append(number_of(database))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [f"锡司发〔2026〕{place}号" for place in range(1, 9)]


def test_that_a_typed_number_gets_the_brackets_of_the_standard(database):
    with database.reading() as session:
        for typed in ("锡司发[2026]12号", "锡司发【2026】12号", " 锡司发〔2026〕12号 "):
            assert typed_number(session, typed) == "锡司发〔2026〕12号"


def test_that_a_number_against_the_standard_is_refused(database):
    wrong = ("", "锡司发〔2026〕012号", "锡司发〔26〕1号", "锡司发〔2026〕第1号", "A〔2026〕1号")
    with database.reading() as session:
        for typed in wrong:
            with pytest.raises(InvalidInput, match="发文字号"):
                typed_number(session, typed)


def test_that_a_number_is_used_once(database):
    issue(database, paper("锡司发〔2026〕1号"))
    with database.reading() as session, pytest.raises(Conflict, match="已经用过"):
        typed_number(session, "锡司发〔2026〕1号")
    with pytest.raises(DataError):
        issue(database, paper("锡司发〔2026〕1号", snapshot="cd" * 32))
    with database.reading() as session:
        assert len(list_issued(session)) == 1


def test_that_what_is_issued_comes_back_as_it_went_out(database):
    key = issue(database, paper("锡司发〔2026〕1号", final=b"PK-final"))
    with database.reading() as session:
        assert original(session, key) == (b"%PDF-1", b"PK-final")
        row = list_issued(session)[0]
        assert changed_papers(session) == []
    assert (row.number, row.recipients, row.pages) == (
        "锡司发〔2026〕1号", ("市应急局", "市税务局"), 3,
    )  # fmt: skip
    assert row.pdf_sha256 == digest(b"%PDF-1")


COLUMNS = [column.name for column in IssuedPaper.__table__.columns]


def test_that_no_column_of_an_issued_paper_can_be_changed(database):
    issue(database, paper("锡司发〔2026〕1号"))
    for column in IssuedPaper.__table__.columns:
        with pytest.raises(DataError), database.writing("测试", "改动") as session:
            session.execute(update(IssuedPaper).values({column.name: column}))


def test_that_an_issued_paper_is_not_deleted_or_replaced(database):
    issue(database, paper("锡司发〔2026〕1号"))
    with pytest.raises(DataError), database.writing("测试", "删除") as session:
        session.execute(delete(IssuedPaper))
    columns = ", ".join(name for name in COLUMNS if name != "title")
    swap = f"INSERT INTO issued_paper ({columns}, title) SELECT {columns}, 'x' FROM issued_paper"
    if database.dialect == "sqlite":
        swap = swap.replace("INSERT", "INSERT OR REPLACE")
    else:
        swap = f"{swap} ON CONFLICT (id) DO UPDATE SET title = 'x'"
    with pytest.raises(DataError), database.writing("测试", "替换") as session:
        session.execute(text(swap))
    with database.reading() as session:
        assert list_issued(session)[0].title == "关于2026年第三季度情况的通报"


def test_that_a_paper_is_found_by_what_is_printed_on_it(database):
    issue(database, paper("锡司发〔2026〕1号"))
    issue(database, paper("锡司发〔2026〕2号", pdf=b"%PDF-2", snapshot="cd" * 32))
    scanned = (f"LX1|circular|2026-Q3|{SNAPSHOT}", "LX1|circular|锡司发〔2026〕1号")
    hashes = (SNAPSHOT, SNAPSHOT[:12], digest(b"%PDF-1"))
    with database.reading() as session:
        for clue in ("锡司发〔2026〕1号", *hashes, *scanned):
            assert find_issued(session, clue).number == "锡司发〔2026〕1号"


def test_that_what_was_never_issued_is_not_found(database):
    issue(database, paper("锡司发〔2026〕1号"))
    with database.reading() as session:
        for clue in ("", "锡司发〔2026〕9号", digest(b"%PDF-changed"), "LX1|x|y|zz"):
            with pytest.raises(NotFound):
                find_issued(session, clue)


def test_that_a_clue_that_fits_two_papers_asks_for_the_number(database):
    issue(database, paper("锡司发〔2026〕1号"))
    issue(database, paper("锡司发〔2026〕2号"))
    with database.reading() as session, pytest.raises(InvalidInput, match="2份"):
        find_issued(session, SNAPSHOT)


def test_that_an_issuer_is_kept_as_people_changed_it(database):
    with database.reading() as session:
        before = issuer(session, "司法局")
    changed = changed_by_words(changed_by_words(before, "code", "锡法治"), "telephone", "8270")
    with database.writing("测试", "发文单位") as session:
        set_issuer(session, changed, 0)
    with database.reading() as session:
        assert issuer(session, "司法局") == changed
        assert len(issuers(session)) == len(BUILT_IN)
        assert default_issuer(session, PaperKind.REMINDER) == changed
    with pytest.raises(Conflict), database.writing("测试", "发文单位") as session:
        set_issuer(session, before, 0)


def test_that_an_issuer_that_cannot_issue_is_refused(database):
    for field, value in (("code", "XSF"), ("code", ""), ("mark", ""), ("names", "、")):
        changed = changed_by_words(BUILT_IN[0], field, value)
        with pytest.raises(InvalidInput), database.writing("测试", "发文单位") as session:
            set_issuer(session, changed)
    with database.reading() as session:
        assert issuer(session, "司法局") == BUILT_IN[0]
