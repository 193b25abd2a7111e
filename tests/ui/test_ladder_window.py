"""督办通报 in the window: from a red finding to the letter that answers it, and its end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.main_window import MainWindow
from console.pages.findings_page import FindingsPage
from console.pages.notice_checks import ChecksPart
from console.pages.notice_dialog import DeedDialog
from console.pages.notice_proposals import ProposalsPart
from console.pages.notice_statistics import StatisticsPart
from console.pages.notices_page import NoticesPage
from data.oversight.notices import life
from data.oversight.notices.entering import By
from data.rows.enums import FindingState, Force, Severity
from data.rows.findings import FindingRow
from data.rows.notices import Deed, NoticeRow, NoticeState
from data.rows.papers import PaperKind
from data.store.database import Database
from tests.ui.conftest import finish, opened

SOON = 60_000
DAY = date(2026, 10, 12)


@pytest.fixture(scope="module")
def city(tiny_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An open copy of the tiny city, one for all stories here."""
    path = tmp_path_factory.mktemp("ladder") / "city.sqlite"
    shutil.copy(tiny_city, path)
    with Database.open(f"sqlite:///{path}") as db:
        yield db


@pytest.fixture
def window(city: Database, qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window on the city, on the third quarter."""
    made = opened(city, qapp, qtbot, DAY)
    made.ctx.set_filter(made.ctx.filter.with_value("period", "2026-Q3"))
    yield made
    finish(made)


def rest(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until everything that was started is done."""
    qtbot.waitUntil(lambda: not window.ctx.runner.busy and window.page.is_loaded, timeout=SOON)


def findings(window: MainWindow, qtbot: QtBot) -> FindingsPage:
    """Show the findings of the quarter."""
    window.show_page("findings")
    rest(window, qtbot)
    page = window.page
    assert isinstance(page, FindingsPage)
    return page


def choose(page: FindingsPage, is_wanted: Callable[[FindingRow], bool]) -> FindingRow:
    """Put the keyboard on the first finding of a kind."""
    place = next(at for at, row in enumerate(page.rows) if is_wanted(row))
    page.table.select_row(place)
    return page.rows[place]


def notices(window: MainWindow, qtbot: QtBot, part: str = "register") -> NoticesPage:
    """Show a part of 督办通报."""
    if window.page.name != "notices":
        window.show_page("notices")
        rest(window, qtbot)
    page = window.page
    assert isinstance(page, NoticesPage)
    page.show_part(part)
    rest(window, qtbot)
    return page


def paper(page: NoticesPage) -> NoticeRow:
    """Return the paper shown."""
    assert page.register.panel.life is not None
    return page.register.panel.life.row


def do(
    window: MainWindow, qtbot: QtBot, deed: Deed, actor: str = "", note: str = ""
) -> DeedDialog:
    """Do a deed to the paper shown, as its form asks."""
    page = notices(window, qtbot)
    form = page.register.panel.deeds.ask(deed)
    assert form is not None, f"{deed.label} is not offered in {paper(page).state.label}"
    form.actor.setText(actor or form.actor.text())
    form.note.setPlainText(note or form.note.toPlainText())
    form.take()
    rest(window, qtbot)
    return form


def test_that_a_red_finding_leads_to_a_letter_that_is_answered_and_closed(window, qtbot):
    page = findings(window, qtbot)
    row = choose(page, lambda one: one.severity is Severity.RED and one.force is Force.BINDING
                 and one.rule not in ("R6", "R9", "R23") and bool(one.bodies))  # fmt: skip
    page.actions_here.take([row], FindingState.TRUE, "现场核实")
    rest(window, qtbot)

    ladder = notices(window, qtbot, "proposals").part
    assert isinstance(ladder, ProposalsPart)
    step = next(one for one in ladder.rows if row.key in one.keys and one.body is not None)
    assert step.kind is PaperKind.URGING
    ladder.tick([step])
    form = ladder.ask()
    assert form is not None and form.actor.text() == "测试"
    form.take()
    rest(window, qtbot)
    shown = notices(window, qtbot)
    assert paper(shown).state is NoticeState.DRAFT and row.key in paper(shown).keys
    assert window.navigation.badge("notices") == 1

    told: list[str] = []
    window.ctx.messages.error_shown.connect(lambda title, text: told.append(text))
    refused = do(window, qtbot, Deed.SIGN)
    assert "签发人不能是拟稿人（测试）" in told[-1] and refused.refusal.text() == told[-1]
    assert refused.isVisible() and paper(shown).state is NoticeState.DRAFT
    refused.actor.setText("李处")
    refused.take()
    rest(window, qtbot)
    assert paper(shown).state is NoticeState.SIGNED and paper(shown).signer == "李处"

    do(window, qtbot, Deed.ISSUE, "文印")
    assert paper(shown).number == "锡司函〔2026〕1号" and paper(shown).deadline is not None
    assert paper(shown).left == 10
    do(window, qtbot, Deed.RECEIVE, "收发")
    assert paper(shown).state is NoticeState.RECEIVED
    do(window, qtbot, Deed.REPLY, "单位", "已并入联合检查")
    assert paper(shown).state is NoticeState.REPLIED
    do(window, qtbot, Deed.CLOSE, "张三")
    assert paper(shown).state is NoticeState.CLOSED
    entries = shown.register.panel.timeline.entries
    assert [one.headline.partition(" ")[0] for one in entries] == [
        "立项", "送审", "审核", "签发", "印发", "签收", "书面反馈", "办结",
    ]  # fmt: skip
    assert window.navigation.badge("notices") == 0
    assert not told[1:]
    heard: list[tuple[str, ...]] = []
    again = findings(window, qtbot)
    again.actions_here.history_read.connect(lambda *told: heard.append(told))
    again.actions_here.tell_history(row)
    qtbot.waitUntil(lambda: any(one[0] == row.key and "已办结" in one[2] for one in heard),
                    timeout=SOON)  # fmt: skip
    statistics = notices(window, qtbot, "statistics").part
    assert isinstance(statistics, StatisticsPart)
    assert statistics.kinds.empty_state.isVisible()


def test_that_a_body_is_sent_its_sheet_and_silence_before_the_day_waits(
    window, qtbot, tmp_path
):
    checks = notices(window, qtbot, "checks").part
    assert isinstance(checks, ChecksPart) and checks.bodies.empty_state.isVisible()
    form = checks.ask_send()
    form.bodies.setText("新吴区市场监管局")
    told = form.answers()
    form.reject()
    checks.send_into(tmp_path, told)
    rest(window, qtbot)
    (body,) = checks.rows
    assert body.body.name == "新吴区市场监管局" and body.sent == body.waiting > body.answered == 0
    assert checks.items.model().rowCount() == body.sent
    (book,) = tmp_path.glob("核对单_2026-Q3_*.xlsx")
    assert str(body.sent) in checks.result.text() and book.stat().st_size > 0
    checks.ask_settle().take()
    qtbot.waitUntil(lambda: "未到期" in checks.result.text(), timeout=SOON)
    rest(window, qtbot)
    assert f"未到期 {body.sent} 项；认定预警 0 条" in checks.result.text()


def test_that_a_finding_opens_a_paper_of_its_own_and_a_lost_race_is_told(window, qtbot):
    page = findings(window, qtbot)
    hint = choose(page, lambda one: one.force is Force.HINT)
    assert not page.actions_here.paper.isEnabled() and hint.force is Force.HINT
    row = choose(page, lambda one: one.severity is Severity.YELLOW and one.force is Force.BINDING
                 and bool(one.bodies))  # fmt: skip
    assert page.actions_here.paper.isEnabled()
    form = page.actions_here.ask_paper()
    assert form is not None and form.kind_chosen is PaperKind.REMINDER
    form.note.setPlainText("多次提示")
    form.take()
    qtbot.waitUntil(lambda: window.page.name == "notices", timeout=SOON)
    rest(window, qtbot)
    shown = notices(window, qtbot)
    assert paper(shown).keys == (row.key,) and paper(shown).reason == "多次提示"

    mine = shown.register.panel.deeds.ask(Deed.SUBMIT)
    assert mine is not None
    with window.ctx.db.writing("另一人", "送审") as session:
        life.submit(session, paper(shown).id, By("另一人", DAY))
    told: list[str] = []
    window.ctx.messages.error_shown.connect(lambda title, text: told.append(text))
    mine.take()
    qtbot.waitUntil(lambda: bool(told), timeout=SOON)
    rest(window, qtbot)
    assert "已被他人办理（现为“审核”）" in told[0]
    assert paper(shown).state is NoticeState.REVIEW
