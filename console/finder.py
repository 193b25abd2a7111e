"""Ctrl+K: jump to a page, a command, a body, a region, an enterprise or an item by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from console.context import AppContext
from console.history import Origin
from console.operations.base import ReadOp
from data.rows.findings import Named
from widgets.suggestions import SuggestionList

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST = 14
TYPING_PAUSE_MS = 120


@dataclass(frozen=True, slots=True)
class Target:
    """Something to jump to."""

    kind: str
    name: str
    go: Callable[[], None]


def targets(ctx: AppContext, pages: Sequence[Target], text: str) -> list[Target]:
    """Return what a text names: pages and commands, then bodies and regions."""
    found = [target for target in pages if text in target.name]
    registers = ctx.registers
    if registers is not None and text:
        for body in registers.bodies:
            if text in body.name or text.upper() == body.code.upper():
                found.append(Target("单位", body.name, _narrow(ctx, "body", body.code)))
        for code, name in registers.regions:
            if text in name:
                found.append(Target("地区", name, _narrow(ctx, "region", code)))
    return found[:MOST]


def named_target(ctx: AppContext, kind: str, named: Named) -> Target:
    """Return the jump to an enterprise's year, or to all records of an item."""
    if kind == "企业":
        year = Origin(named.name, 0, "次", "", enterprise=named.code)
        return Target(kind, named.name, lambda: ctx.go("enterprise", year))
    origin = Origin(f"{named.name} · 检查记录", 0, "次", "", text=named.name)
    return Target(kind, named.name, lambda: ctx.go("records", origin))


def _search_target(ctx: AppContext, text: str) -> Target:
    origin = Origin(f"“{text}”的检查记录", 0, "次", "", text=text)
    return Target("记录", f"在检查记录中找“{text}”", lambda: ctx.go("records", origin))


def _read_names(session: Session, text: str) -> list[tuple[str, Named]]:
    from data.records.named import enterprises_named, items_named

    found = [("企业", named) for named in enterprises_named(session, text)]
    return found + [("事项", named) for named in items_named(session, text)]


def _narrow(ctx: AppContext, dimension: str, code: str) -> Callable[[], None]:
    def go() -> None:
        ctx.set_filter(ctx.filter.with_value(dimension, code))

    return go


class Finder(SuggestionList):
    """The pop-up under the search field of the window."""

    answered = Signal()

    def __init__(self, ctx: AppContext, field: QLineEdit, pages: Sequence[Target]) -> None:
        super().__init__(field, "搜索结果")
        self._ctx, self._pages = ctx, pages
        self._found: list[Target] = []
        self._wanted = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._ask)

    @property
    def names(self) -> list[str]:
        """Return the names found."""
        return [target.name for target in self._found]

    def search(self, text: str) -> None:
        """Show what a text names; enterprises and items follow from the database."""
        self._wanted = text.strip()
        self._show(())
        if self._wanted and self._ctx.has_database:
            self._pause.start()
        else:
            self._pause.stop()

    def _ask(self) -> None:
        wanted = self._wanted
        ReadOp(
            self._ctx, lambda session: _read_names(session, wanted),
            lambda found: self._add_names(wanted, found), topic="finder",
            failed=lambda error: None,
        ).run()  # fmt: skip

    def _add_names(self, wanted: str, found: list[tuple[str, Named]]) -> None:
        if wanted and wanted == self._wanted:
            row = self.chosen or 0
            self._show([named_target(self._ctx, kind, named) for kind, named in found])
            self.choose(row)
        self.answered.emit()

    def _show(self, named: Sequence[Target]) -> None:
        wanted = self._wanted
        self._found = []
        if wanted:
            near = targets(self._ctx, self._pages, wanted)
            self._found = [*near, *named][: MOST - 1]
            self._found.append(_search_target(self._ctx, wanted))
        self.show_lines([(f"{one.kind}　{one.name}", one.name) for one in self._found])

    def take(self) -> None:
        """Jump to the entry chosen."""
        row = self.chosen
        if row is not None and row < len(self._found):
            target = self._found[row]
            self._field.clear()
            self.hide()
            target.go()
            window: QWidget = self._field.window()
            window.setFocus()
