"""The columns of past imports, of what they changed, and of mapping profiles."""

from __future__ import annotations

from datetime import datetime

from console.profile_store import SavedProfile, kind_word
from data.rows.changes import FieldChange
from data.rows.issues import BatchRow
from data.rows.kinds import KINDS
from widgets.formats import thousands
from widgets.records_table import Column
from widgets.status import Status


def kind_title(name: str) -> str:
    """Return the Chinese name of a kind; one that is known no more is shown as it is."""
    return KINDS[name].title if name in KINDS else name


def local_time(at: str) -> str:
    """Return a stored moment in the time of this computer."""
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return at


HISTORY: tuple[Column[BatchRow], ...] = (
    Column("批次", lambda b: b.id, width=52, sortable=False),
    Column("状态", lambda b: "已撤销" if b.undone else "已导入", width=84, sortable=False,
           status=lambda b: Status.NONE if b.undone else Status.GREEN),
    Column("时间", lambda b: b.at, local_time, width=136, sortable=False),
    Column("文件", lambda b: b.file, width=190, sortable=False, tip=lambda b: b.file,
           least=100, share=1),
    Column("表类", lambda b: kind_title(b.kind), width=92, sortable=False, least=76),
    Column("导入", lambda b: b.taken, thousands, align="right", width=70, sortable=False),
    Column("退回", lambda b: b.rejected, thousands, align="right", width=58, sortable=False),
    Column("行数", lambda b: b.rows, thousands, align="right", width=70, sortable=False,
           roomy=True),
    Column("未变", lambda b: b.unchanged, thousands, align="right", width=58, sortable=False,
           roomy=True),
    Column("警告", lambda b: b.warnings, thousands, align="right", width=58, sortable=False,
           roomy=True),
    Column("经办", lambda b: b.actor, width=90, sortable=False, roomy=True),
)  # fmt: skip

PROFILES: tuple[Column[SavedProfile], ...] = (
    Column("名称", lambda one: one.name, width=120, sortable=False, least=70, share=1,
           tip=lambda one: one.fault or str(one.path)),
    Column("表类", lambda one: kind_word(one) or "不能读取", width=92, sortable=False,
           status=lambda one: Status.RED if one.fault else None),
)  # fmt: skip

CHANGES: tuple[Column[FieldChange], ...] = (
    Column("表", lambda one: one.table, width=92, sortable=False),
    Column("哪一行", lambda one: one.subject, width=200, sortable=False, least=100, share=2,
           tip=lambda one: one.subject),
    Column("列", lambda one: one.header, width=96, sortable=False),
    Column("原来", lambda one: one.before, width=110, sortable=False, least=60, share=1,
           tip=lambda one: one.before),
    Column("改为", lambda one: one.after, width=110, sortable=False, least=60, share=1,
           tip=lambda one: one.after),
)  # fmt: skip
