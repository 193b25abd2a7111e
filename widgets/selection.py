"""What a selection of table cells holds: its block for the clipboard, its statistics."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, Qt

from widgets.formats import thousands
from widgets.paged_model import NUMBER_ROLE

# Beyond this many cells the statistics would read too many pages for one click.
CELLS_COUNTED = 20_000
ROWS_COPIED = 20_000


@dataclass(frozen=True, slots=True)
class Block:
    """The selected cells as a table; `texts` marks columns of words and codes."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: tuple[bool, ...]


def cell_count(selection: QItemSelection) -> int:
    """Return how many cells are selected, without walking them."""
    return sum(part.width() * part.height() for part in _ranges(selection))


def block(
    model: QItemSelectionModel, columns: list[int], numbers: frozenset[int], limit: int
) -> Block:
    """Return the selected cells in the order of `columns`, at most `limit` rows of them."""
    selection = model.selection()
    parts = _ranges(selection)
    wanted = [c for c in columns if any(p.left() <= c <= p.right() for p in parts)]
    rows: set[int] = set()
    for part in parts:
        rows.update(range(part.top(), min(part.bottom() + 1, part.top() + limit)))
    table = model.model()
    display, plain = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole
    titles = [str(table.headerData(c, Qt.Orientation.Horizontal, plain)) for c in wanted]
    lines = []
    for row in sorted(rows)[:limit]:
        cells = (table.index(row, c) for c in wanted)
        lines.append(tuple(str(i.data(display)) if selection.contains(i) else "" for i in cells))
    return Block(
        tuple(titles),
        tuple(lines),
        tuple(column not in numbers for column in wanted),
    )


def statistics(selection: QItemSelection, numbers: frozenset[int]) -> str:
    """Return 计数, and 求和 and 平均 of the figures, of the selected cells."""
    count = cell_count(selection)
    if count < 2:
        return ""
    said = f"计数 {thousands(count)}"
    if count > CELLS_COUNTED:
        return said
    values: list[float] = []
    for index in selection.indexes():
        if index.column() in numbers:
            value = index.data(NUMBER_ROLE)
            if isinstance(value, float):
                values.append(value)
    if not values:
        return said
    total, mean = sum(values), sum(values) / len(values)
    return f"{said}　求和 {thousands(round(total, 1))}　平均 {thousands(round(mean, 1))}"


def _ranges(selection: QItemSelection) -> list[QItemSelectionRange]:
    return [selection.at(place) for place in range(selection.size())]
