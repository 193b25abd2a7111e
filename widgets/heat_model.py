"""The values of a heatmap as a table model."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from widgets.formats import thousands
from widgets.heat_scale import HeatScale, nice_top

Index = QModelIndex | QPersistentModelIndex

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 11
IS_TOTAL_ROLE = int(Qt.ItemDataRole.UserRole) + 12
IS_MISSING_ROLE = int(Qt.ItemDataRole.UserRole) + 13

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell; a value of None is "no data", which is not zero."""

    value: float | None
    flagged: bool = False
    text: str = ""
    tip: str = ""

    @property
    def shown(self) -> str:
        """Return the text in the cell."""
        return self.text or ("" if self.value is None else thousands(self.value))


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row with its cells in the order of the columns; None is a cell without data."""

    key: str
    name: str
    cells: tuple[HeatCell | None, ...]
    total: float | None = None


@dataclass(frozen=True, slots=True)
class HeatData:
    """A whole heatmap; `top` fixes the upper end of the ramp, else it comes from the values."""

    rows: tuple[HeatRow, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    unit: str = "次"
    note: str = ""
    top: float | None = None
    title: str = ""
    total_label: str = "合计"
    flag_meaning: str = "有企业当月超 3 次"

    @property
    def scale(self) -> HeatScale:
        """Return the fixed levels of this heatmap."""
        if self.top is not None:
            return HeatScale(self.top)
        cells = (cell for row in self.rows for cell in row.cells)
        return HeatScale(nice_top(cell.value for cell in cells if cell is not None))

    @property
    def has_totals(self) -> bool:
        """Return whether any row has a total."""
        return any(row.total is not None for row in self.rows)

    @property
    def summary(self) -> str:
        """Return the heatmap as one sentence."""
        cells = [(r, i, c) for r in self.rows for i, c in enumerate(r.cells) if c is not None]
        flagged = sum(1 for _, _, cell in cells if cell.flagged)
        name = self.title or "热力表"
        said = f"{name}，{len(self.rows)} 行 {len(self.columns)} 列，单位{self.unit}"
        known = [(c.value, r.name, self.columns[i][1]) for r, i, c in cells if c.value is not None]
        if known:
            value, name, label = max(known, key=lambda entry: entry[0])
            said += f"，最高为{name}{label} {thousands(value)} {self.unit}"
        return f"{said}，{flagged} 格{self.flag_meaning}。"


class HeatModel(QAbstractTableModel):
    """Looks up texts, tips and cells of a heatmap."""

    def __init__(self, data: HeatData, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heat = data

    @property
    def heat(self) -> HeatData:
        """Return the heatmap shown."""
        return self._heat

    def show_data(self, data: HeatData) -> None:
        """Show another heatmap."""
        self.beginResetModel()
        self._heat = data
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._heat.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns with the total."""
        return 0 if parent.isValid() else len(self._heat.columns) + int(self._heat.has_totals)

    def is_total(self, column: int) -> bool:
        """Return whether a column is the total."""
        return column >= len(self._heat.columns)

    def cell(self, row: int, column: int) -> HeatCell | None:
        """Return a cell, or None where there is none."""
        cells = self._heat.rows[row].cells
        return cells[column] if column < len(cells) else None

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Look up what a cell shows."""
        if role == _ALIGN:
            return Qt.AlignmentFlag.AlignCenter
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if self.is_total(column):
            if role == IS_TOTAL_ROLE:
                return True
            return thousands(self._heat.rows[row].total) if role in (_DISPLAY, _SPOKEN) else None
        cell = self.cell(row, column)
        if role == CELL_ROLE:
            return cell
        if role == IS_MISSING_ROLE:
            return cell is None or cell.value is None
        if role == _DISPLAY:
            return "" if cell is None else cell.shown
        if role == _TIP:
            return (cell.tip if cell else "") or self.sentence(row, column)
        return self.sentence(row, column) if role == _SPOKEN else None

    def sentence(self, row: int, column: int) -> str:
        """Return a cell in words."""
        line = self._heat.rows[row]
        if self.is_total(column):
            total = thousands(line.total)
            return f"{line.name} {self._heat.total_label} = {total} {self._heat.unit}"
        cell = self.cell(row, column)
        place = f"{line.name} {self._heat.columns[column][1]}"
        if cell is None or cell.value is None:
            return f"{place}：无数据"
        mark = f"，{self._heat.flag_meaning}" if cell.flagged else ""
        return f"{place} = {cell.shown} {self._heat.unit}{mark}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY
    ) -> object:
        """Look up a row's name or a column's label."""
        if role == _ALIGN and orientation == Qt.Orientation.Vertical:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role not in (_DISPLAY, _TIP):
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._heat.rows[section].name if section < len(self._heat.rows) else None
        return self._heat.total_label if self.is_total(section) else self._heat.columns[section][1]
