"""The numbers of a draw that are published: its promise before, its seed afterwards."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from data.rows.draws import DrawRow, DrawState
from widgets.card import Card

UNTOLD = "抽取后公布"


class DrawNumbers(Card):
    """Hash, seed and public figure, each to be selected and copied."""

    def __init__(self) -> None:
        super().__init__("承诺和种子")
        self.fields = {name: QLineEdit() for name in ("承诺值", "种子", "公开数")}
        self.ended = QLabel()
        self.ended.setWordWrap(True)
        self.ended.setProperty("role", "note")
        box, form = QWidget(), QFormLayout()
        box.setLayout(form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(6)
        for name, field in self.fields.items():
            field.setReadOnly(True)
            field.setAccessibleName(name)
            form.addRow(name, field)
        self.add(box)
        self.add(self.ended)
        self.show_draw(None)

    def show_draw(self, row: DrawRow | None) -> None:
        """Show the numbers of a draw, None for none."""
        values = ("", "", "") if row is None else (
            row.commitment, row.seed or UNTOLD, row.witness or row.agreed or "没有约定"
        )  # fmt: skip
        for field, value in zip(self.fields.values(), values, strict=True):
            field.setText(value)
            field.setCursorPosition(0)
        self.ended.setText(_told(row))


def _told(row: DrawRow | None) -> str:
    if row is None:
        return ""
    begun = f"{row.actor} {row.at[:10]} 承诺"
    if row.state is DrawState.PROMISED:
        agreed = f"；约定的公开数：{row.agreed}" if row.agreed else ""
        return f"{begun}，定于 {row.held} 抽取{agreed}。"
    ended = f"{row.ended_by} {row.ended_at[:10]} {'抽取' if row.result else '作废'}"
    return f"{begun}，{ended}{'：' + row.reason if row.reason else ''}。"
