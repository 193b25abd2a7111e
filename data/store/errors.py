"""One translator from database and file errors to Chinese sentences.

Faults are told apart by `sqlite_errorname`, `sqlstate` and `errno` and by the state of the
file, never by message texts, which differ between versions and languages.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from data.rows.errors import (
    Conflict,
    DataError,
    InvalidInput,
    NotFound,
    Refused,
    StoreDamaged,
    StoreUnavailable,
)
from data.store.header import Header, read_header

_RESTORE = "请停止写入，用最近一次备份恢复；没有备份时请保留原文件并联系技术支持。"


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault: what class of error, how it is called, why, what to do."""

    kind: type[DataError]
    title: str
    cause: str
    advice: str


FAULTS: dict[str, Fault] = {
    "disk-full": Fault(
        StoreUnavailable, "磁盘已满", "磁盘空间不足，本次写入已全部撤销，原有数据不变",
        "请清理磁盘空间后重试。",
    ),
    "file-read-only": Fault(
        StoreUnavailable, "数据库文件只读", "数据库文件没有写权限，可以查看，不能修改",
        "请在文件属性中取消只读，或把文件复制到有写权限的文件夹。",
    ),
    "folder-read-only": Fault(
        StoreUnavailable, "文件夹不可写", "所在文件夹没有写权限，无法新建数据库",
        "请换一个有写权限的文件夹，或请管理员授权。",
    ),
    "journal-folder-read-only": Fault(
        StoreUnavailable, "数据库所在文件夹不可写",
        "数据库需要在所在文件夹中写日志文件，而该文件夹没有写权限",
        "请把数据库文件复制到有写权限的本机文件夹后再打开。",
    ),
    "file-unreadable": Fault(
        StoreUnavailable, "无权读取数据库", "当前用户没有读取数据库文件的权限",
        "请管理员授予读写权限，或用有权限的用户登录。",
    ),
    "folder-missing": Fault(
        StoreUnavailable, "文件夹不存在", "数据库所在文件夹不存在",
        "请检查路径是否写错，或先新建该文件夹。",
    ),
    "file-missing": Fault(
        NotFound, "数据库不存在", "没有找到数据库文件",
        "请检查路径，或先用 init 命令新建数据库。",
    ),
    "is-folder": Fault(
        InvalidInput, "路径是文件夹", "该路径是文件夹，不是数据库文件",
        "请在路径后面加上文件名，例如 lianxi.sqlite。",
    ),
    "foreign-database": Fault(
        InvalidInput, "不是本程序的数据库", "这是其他程序的 SQLite 数据库，未作任何改动",
        "请另选文件；要导入其中的数据，请先导出为 xlsx 或 csv。",
    ),
    "not-a-database": Fault(
        InvalidInput, "不是数据库文件", "文件内容不是数据库，未作任何改动",
        "请另选文件；表格文件请用导入功能，不要当作数据库打开。",
    ),
    "header-damaged": Fault(
        StoreDamaged, "数据库文件头损坏", "文件开头已被清空或改写，无法识别", _RESTORE
    ),
    "truncated": Fault(
        StoreDamaged, "数据库文件不完整", "文件比应有的长度短，末尾内容已丢失", _RESTORE
    ),
    "content-damaged": Fault(
        StoreDamaged, "数据库内容损坏", "完整性检查发现数据页损坏", _RESTORE
    ),
    "disk-error": Fault(
        StoreUnavailable, "磁盘读写出错", "操作系统报告磁盘读写失败",
        "请检查磁盘和连接线，先备份文件再重试。",
    ),
    "locked": Fault(
        Refused, "数据库正被占用", "其他程序正在写入，等待超时", "请稍后重试。"
    ),
    "unique": Fault(
        Refused, "内容重复", "相同编号或名称的记录已经存在", "请核对编号，或修改已有记录。"
    ),
    "reference": Fault(
        Refused, "仍被引用或引用不存在", "有其他记录引用这条记录，或所引用的记录不存在",
        "请先处理相关记录。",
    ),
    "constraint": Fault(
        InvalidInput, "内容不符合要求", "有必填内容为空或取值超出范围", "请检查后重新填写。"
    ),
    "stale": Fault(
        Conflict, "内容已被他人修改", "这条记录在您打开之后被修改或删除，本次修改没有保存",
        "请刷新后重新填写。",
    ),
    "rights": Fault(
        Refused, "没有权限", "当前账号无权执行此操作", "需要时请联系管理员授权。"
    ),
    "login": Fault(
        StoreUnavailable, "无法登录数据库服务器", "账号、密码或访问规则不正确",
        "请核对账号和密码，或联系管理员。",
    ),
    "no-server": Fault(
        StoreUnavailable, "连接不上数据库服务器", "服务器没有应答，或连接中断、登录被拒绝",
        "请检查网络、地址、账号和密码后重试，填写的内容不会丢失。",
    ),
    "no-database": Fault(
        StoreUnavailable, "服务器上没有该数据库", "服务器上没有所填名称的数据库",
        "请核对数据库名称，或请管理员新建。",
    ),
    "server-busy": Fault(
        StoreUnavailable, "服务器繁忙", "服务器连接数或资源已用完", "请稍后重试或联系管理员。"
    ),
    "timed-out": Fault(
        StoreUnavailable, "操作超时", "服务器在限定时间内没有完成，本次操作已撤销",
        "请缩小范围或稍后重试。",
    ),
    "serialization": Fault(
        Conflict, "与他人的修改冲突", "他人同时修改了相同内容，本次修改已撤销", "请重试。"
    ),
    "unknown": Fault(
        StoreUnavailable, "数据库出错", "数据库报告了未能识别的错误",
        "请重试；仍不成功时请把日志交给技术支持。",
    ),
}  # fmt: skip

_SQLITE = {
    "SQLITE_FULL": "disk-full",
    "SQLITE_READONLY": "file-read-only",
    "SQLITE_READONLY_DIRECTORY": "journal-folder-read-only",
    "SQLITE_NOTADB": "not-a-database",
    "SQLITE_CORRUPT": "content-damaged",
    "SQLITE_IOERR": "disk-error",
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_CANTOPEN": "file-unreadable",
    "SQLITE_PERM": "rights",
    "SQLITE_CONSTRAINT_UNIQUE": "unique",
    "SQLITE_CONSTRAINT_PRIMARYKEY": "unique",
    "SQLITE_CONSTRAINT_ROWID": "unique",
    "SQLITE_CONSTRAINT_FOREIGNKEY": "reference",
    "SQLITE_CONSTRAINT_TRIGGER": "rights",
    "SQLITE_CONSTRAINT": "constraint",
}
_POSTGRESQL = {
    "53100": "disk-full",
    "53": "server-busy",
    "57P": "no-server",
    "57014": "timed-out",
    "25P03": "timed-out",
    "55P03": "locked",
    "40": "serialization",
    "08": "no-server",
    "28": "login",
    "3D000": "no-database",
    "25006": "rights",
    "42501": "rights",
    "23505": "unique",
    "23503": "reference",
    "23": "constraint",
    "XX001": "content-damaged",
    "XX002": "content-damaged",
    "58": "disk-error",
}
_OS = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "folder-read-only",
    errno.EPERM: "folder-read-only",
    errno.EROFS: "folder-read-only",
    errno.ENOENT: "folder-missing",
    errno.ENOTDIR: "folder-missing",
    errno.EISDIR: "is-folder",
    errno.EIO: "disk-error",
}


def fault(code: str, place: str = "", detail: str = "") -> DataError:
    """Build the error of a fault code for a place (a path or an address)."""
    entry = FAULTS[code]
    where = f"（{place}）" if place else ""
    more = f"：{detail}" if detail else ""
    return entry.kind(
        f"{entry.title}{where}：{entry.cause}{more}。{entry.advice}",
        title=entry.title,
        cause=entry.cause,
        advice=entry.advice,
        code=code,
    )


def _by_prefix(table: dict[str, str], name: str, separator: str) -> str:
    """Look a name up, then shorter and shorter beginnings of it."""
    while name:
        if name in table:
            return table[name]
        name = name.rpartition(separator)[0] if separator else name[:-1]
    return ""


def fault_code(exc: BaseException) -> str:
    """Return the fault code of an exception, "" when it is no fault but a bug."""
    if isinstance(exc, StaleDataError):
        return "stale"
    if isinstance(exc, PoolTimeout):
        return "server-busy"
    if isinstance(exc, DBAPIError):
        if exc.connection_invalidated:
            return "no-server"
        return fault_code(exc.orig) if exc.orig is not None else ""
    if isinstance(exc, sqlite3.Error):
        return _by_prefix(_SQLITE, getattr(exc, "sqlite_errorname", "") or "", "_")
    if isinstance(exc, OSError):
        return _OS.get(exc.errno or 0, "")
    if type(exc).__module__.partition(".")[0] == "psycopg":
        state = getattr(exc, "sqlstate", None)
        if state:
            return _by_prefix(_POSTGRESQL, state, "")
        return "no-server" if type(exc).__name__ == "OperationalError" else ""
    return ""


def translate(exc: BaseException, place: str = "") -> DataError:
    """Turn any database or file error into a sentence for the user."""
    if isinstance(exc, DataError):
        return exc
    code = fault_code(exc) or "unknown"
    return fault(_refined(code, place), place)


def _refined(code: str, place: str) -> str:
    """Tell faults apart that share an error code, by the state of the SQLite file."""
    if not place or "://" in place:
        return code
    path = Path(place)
    if code in ("not-a-database", "content-damaged"):
        return header_fault(read_header(path)) or code
    if code in ("file-unreadable", "file-read-only", "folder-read-only"):
        return access_fault(path) or code
    return code


def access_fault(path: Path) -> str:
    """Return the fault code of what keeps a database file from being opened for writing."""
    folder = path.parent
    if not folder.is_dir():
        return "folder-missing"
    if path.is_dir():
        return "is-folder"
    folder_writable = os.access(folder, os.W_OK | os.X_OK, effective_ids=_EFFECTIVE)
    if not path.exists():
        return "file-missing" if folder_writable else "folder-read-only"
    if not os.access(path, os.R_OK, effective_ids=_EFFECTIVE):
        return "file-unreadable"
    if not folder_writable:
        return "journal-folder-read-only"
    return "" if os.access(path, os.W_OK, effective_ids=_EFFECTIVE) else "file-read-only"


_EFFECTIVE = os.access in os.supports_effective_ids


def header_fault(header: Header | None) -> str:
    """Return the fault code of a file's header, "" when it is one of ours and whole."""
    if header is None or header.empty:
        return ""
    if header.blank:
        return "header-damaged"
    if not header.is_sqlite:
        return "not-a-database"
    if not header.is_ours:
        return "foreign-database"
    return "truncated" if header.truncated else ""


def file_fault(exc: OSError, target: Path) -> DataError:
    """Build the error of a file that could not be written (not a database)."""
    if exc.errno in (errno.ENOSPC, errno.EDQUOT):
        why, advice = "磁盘空间不足", "请清理磁盘空间后重试。"
    elif exc.errno in (errno.ENOENT, errno.ENOTDIR):
        why, advice = "文件夹不存在", "请检查路径，或先新建该文件夹。"
    elif exc.errno == errno.EISDIR:
        why, advice = "该路径是文件夹", "请在路径后面加上文件名。"
    elif exc.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        why = "没有写权限，或文件正被其他程序打开"
        advice = "请关闭打开该文件的程序，或换一个有写权限的文件夹。"
    else:
        why, advice = "磁盘读写失败", "请检查磁盘后重试。"
    return StoreUnavailable(
        f"无法写入文件（{target}）：{why}，原有文件不变。{advice}",
        title="无法写入文件",
        cause=why,
        advice=advice,
        code="file-not-written",
    )
