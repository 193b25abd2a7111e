"""开具文件: a paper opened by hand, of findings chosen on the page 预警 or of none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from console.context import AppContext
from console.messages import open_dialog
from console.operations.ladder import Answers, open_draft
from console.pages.notice_dialog import DeedDialog
from console.pages.notice_forms import DRAFT
from data.rows.enums import Force, Severity
from data.rows.findings import FindingRow, Named
from data.rows.notices import STEPS
from data.rows.papers import PaperKind

TO_ALL = (PaperKind.CIRCULAR, PaperKind.NAMED_CIRCULAR)


def may_open(rows: Sequence[FindingRow]) -> bool:
    """Return whether a paper may speak of these findings: 有据, and no 试算."""
    return bool(rows) and all(row.force is Force.BINDING and not row.trial for row in rows)


def charged(rows: Sequence[FindingRow]) -> tuple[Named, ...]:
    """Return the bodies that all of the findings charge, else all that any charges."""
    every = dict.fromkeys(body for row in rows for body in row.bodies)
    common = tuple(body for body in every if all(body in row.bodies for row in rows))
    return common or tuple(every)


class DraftDialog(DeedDialog):
    """Asks for step, body, findings and reason of a new paper."""

    def __init__(
        self, ctx: AppContext, rows: Sequence[FindingRow], done: Callable[[int], None],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._rows, self._done = tuple(rows), done
        self.paper, self.body = QComboBox(), QComboBox()
        self.period = QLineEdit(ctx.filter.span(ctx.today).text)
        self.handlers, self.previous = QLineEdit(), QLineEdit()
        lines = [f"{row.severity.label}　{row.rule} {row.rule_name}　{row.subject.name}"
                 for row in rows]  # fmt: skip
        super().__init__(ctx, DRAFT, lines, self._open, parent)

    def add_more(self) -> None:
        """Add what a paper opened by hand needs."""
        for kind, step in STEPS.items():
            self.paper.addItem(f"第{step}步 {kind.label}", kind)
        red = any(row.severity is Severity.RED for row in self._rows)
        usual = PaperKind.URGING if red else PaperKind.REMINDER
        self.paper.setCurrentIndex(self.paper.findData(usual))
        known = self._ctx.registers.bodies if self._ctx.registers else ()
        every = charged(self._rows) or tuple(Named(one.code, one.name) for one in known)
        for one in every:
            self.body.addItem(one.name, one.code)
        chosen = self.body.findData(self._ctx.filter.body)
        self.body.setCurrentIndex(max(chosen, 0))
        self.keys.setPlainText("\n".join(row.key for row in self._rows))
        self.keys.setPlaceholderText("每行一条预警编号；可不填")
        self._boxed(self.keys, 64)
        self.handlers.setPlaceholderText("移送问题线索必填，逗号隔开，只限经办人查看")
        self.previous.setPlaceholderText("接续哪一件，填办件序号；可不填")
        for name, field in (
            ("文件", self.paper), ("单位", self.body), ("期间", self.period),
            ("所依据的预警", self.keys), ("经办人", self.handlers), ("接续办件", self.previous),
        ):  # fmt: skip
            self._add(name, field)
        self.paper.currentIndexChanged.connect(lambda _: self._settle_fields())
        self._settle_fields()

    @property
    def kind_chosen(self) -> PaperKind:
        """Return the paper chosen."""
        kind = self.paper.currentData()
        return kind if isinstance(kind, PaperKind) else PaperKind.REMINDER

    def _settle_fields(self) -> None:
        kind = self.kind_chosen
        self.body.setEnabled(kind not in TO_ALL)
        self.rows.setRowVisible(self.handlers, kind is PaperKind.HAND_OVER)

    def _open(self, told: Answers, form: DeedDialog) -> None:
        from data.oversight.notices.life import Draft

        kind, previous = self.kind_chosen, self.previous.text().strip()
        names = self.handlers.text().replace("，", ",").replace("、", ",").split(",")
        draft = Draft(
            kind, self.period.text().strip(),
            "" if kind in TO_ALL else str(self.body.currentData() or ""),
            tuple(self.keys.toPlainText().split()), told.note,
            told.issuer, int(previous) if previous.isdigit() else None,
            tuple(name.strip() for name in names if name.strip()),
        )  # fmt: skip

        def done(number: int) -> None:
            form.done_well()
            self._done(number)

        open_draft(self._ctx, draft, told, done, form.refuse).run()


def ask_draft(
    ctx: AppContext, rows: Sequence[FindingRow], done: Callable[[int], None], parent: QWidget
) -> DraftDialog:
    """Open the form of a new paper."""
    dialog = DraftDialog(ctx, rows, done, parent)
    open_dialog(dialog)
    return dialog
