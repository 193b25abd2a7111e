"""企业, 单位 and 清单库 in the window: one leads to the other, and back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.history import Origin
from console.operations.base import Task
from console.pages.body_page import BodyPage
from console.pages.catalogue_page import CataloguePage
from console.pages.enterprise_page import EnterprisePage
from console.pages.findings_page import FindingsPage
from console.pages.records_page import RecordsPage

WAIT = 20_000


def settled(window, qtbot, kind):
    """Wait until the page on show, of the kind expected, has read all it reads."""
    qtbot.waitUntil(lambda: window.page.is_loaded and not window.ctx.runner.busy, timeout=WAIT)
    assert isinstance(window.page, kind)
    return window.page


def opened(window, qtbot, name, kind):
    """Open a page by its name."""
    window.show_page(name)
    return settled(window, qtbot, kind)


def exported(page):
    """Return the rows the page would save."""
    _, make = page.export()
    return make(Task(lambda done, total, label: None)).rows


def test_that_an_enterprise_is_followed_through_its_year_and_back(window, qtbot):
    page = opened(window, qtbot, "enterprise", EnterprisePage)
    assert page.export() is None
    assert [page.often.current_row().subject.name] == ["江阴甲厂"]
    page.search.setFocus()
    QTest.keyClicks(page.search, "91320281ma1")
    qtbot.waitUntil(lambda: page.search.names == ["江阴乙厂", "江阴甲厂"], timeout=WAIT)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(page.search, key)
    page = settled(window, qtbot, EnterprisePage)
    assert page.found.card.name == "江阴甲厂"
    assert [month for month, _ in page.found.months_beyond] == ["2026-01"]
    assert [one.figure.text() for one in page.head.figures[:2]] == ["4", "1"]
    assert len(exported(page)) == len(page.plain_table()[1]) == 4
    QTest.keyClick(page.line, Qt.Key.Key_End)
    assert page.table.current_row() == page.rows[3]
    assert page.rows[3].beyond
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    findings = settled(window, qtbot, FindingsPage)
    assert findings.table.current_row().rule == "R1"
    findings.table.actions()[-1].trigger()
    assert settled(window, qtbot, EnterprisePage).found.card.name == "江阴甲厂"
    window.go_back()
    window.go_back()
    page = settled(window, qtbot, EnterprisePage)
    assert page.table.current_row().row.day == page.rows[3].row.day
    page._open.click()
    records = settled(window, qtbot, RecordsPage)
    assert records.count == records.origin.count == 4
    QTest.keyClick(records.table, Qt.Key.Key_Return)
    assert settled(window, qtbot, EnterprisePage).code == "91320281MA1AAAAA1X"


def test_that_a_body_leads_to_what_its_figures_count(window, qtbot, monkeypatch):
    page = opened(window, qtbot, "body", BodyPage)
    page.choice.setCurrentIndex(page.choice.findData("YJ"))
    page.choice.activated.emit(page.choice.currentIndex())
    page = settled(window, qtbot, BodyPage)
    assert page.found.body.name == "市应急局"
    data = page.rows["M3"].data
    assert (data.figure, data.ratio, data.place) == ("100.0%", "5 / 5", "未排名（样本不足）")
    assert len(exported(page)) == len(page.plain_table()[1]) == 6
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(window.ctx.messages, "about", lambda *words: told.append(words))
    page.rows["M3"].explain_requested.emit("M3")
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert "市应急局" in told[0][0]
    assert "计入：5" in told[0][1]
    QTest.keyClick(page.rows["M3"], Qt.Key.Key_Return)
    records = settled(window, qtbot, RecordsPage)
    assert records.behind == records.count == 5
    window.go_back()
    page = settled(window, qtbot, BodyPage)
    assert page.found.body.code == "YJ"
    rule = next(one for one in page.found.rules if one.rule == "R1")
    page.tabs.rule_table.row_activated.emit(rule)
    findings = settled(window, qtbot, FindingsPage)
    assert len(findings.rows) == rule.total > 0
    window.ctx.set_filter(window.ctx.filter.with_value("body", "SH"))
    assert opened(window, qtbot, "body", BodyPage).found.body.code == "SH"


def test_that_registers_are_searched_and_lead_to_records_enterprises_and_bodies(window, qtbot):
    page = opened(window, qtbot, "catalogue", CataloguePage)
    assert page.count == len(exported(page)) == 2
    page._search.setText("排污")
    qtbot.waitUntil(lambda: page.count == 1, timeout=WAIT)
    page = settled(window, qtbot, CataloguePage)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    records = settled(window, qtbot, RecordsPage)
    assert records.count == records.origin.count == 4
    window.go_back()
    page = settled(window, qtbot, CataloguePage)
    assert (page.kind.key, page.count) == ("items", 1)
    page._search.setText("")
    page.choose("enterprises")
    qtbot.waitUntil(lambda: page.listed.wish.kind == "enterprises", timeout=WAIT)
    page = settled(window, qtbot, CataloguePage)
    name = page.table.current_row().cells[0]
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert settled(window, qtbot, EnterprisePage).found.card.name == name
    window.go_back()
    page = settled(window, qtbot, CataloguePage)
    assert page.kind.key == "enterprises"
    page.choose("bodies")
    qtbot.waitUntil(lambda: page.listed.wish.kind == "bodies", timeout=WAIT)
    page = settled(window, qtbot, CataloguePage)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert settled(window, qtbot, BodyPage).found.body.name == "市生态环境局"


def test_that_a_long_ledger_leaves_what_needs_its_records_until_somebody_asks(
    window, qtbot, monkeypatch
):
    monkeypatch.setattr("console.context.LARGE", 0)
    page = opened(window, qtbot, "body", BodyPage)
    row = page.rows["M15"]
    assert (row.data.ratio, row.data.can_open) == ("回车计算", True)
    assert page.rows["M3"].data.ratio != "回车计算"
    QTest.keyClick(row, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "区间" in row.data.interval, timeout=WAIT)
    settled(window, qtbot, BodyPage)
    assert page.rows["M16.results"].data.ratio == "回车计算"
    window.show_page("enterprise", Origin("", 0, "次", "2026", enterprise="江阴甲厂"))
    page = settled(window, qtbot, EnterprisePage)
    words = page.head.figures[3].words
    assert words.text() == "户均未计算"
    page.head.action_clicked.emit()
    qtbot.waitUntil(lambda: words.text() == "未评级户均（M24）", timeout=WAIT)
