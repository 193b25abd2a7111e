"""Errors that carry a sentence for the user: what happened and what to do."""

from __future__ import annotations

from typing import ClassVar


class DataError(Exception):
    """Something the user can understand and act upon; never a bug of the program."""

    exit_status: ClassVar[int] = 1
    default_title: ClassVar[str] = "操作未完成"

    def __init__(
        self, message: str, *, title: str = "", cause: str = "", advice: str = "", code: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        """The whole sentence: what happened, why, and what to do."""
        self.title = title or self.default_title
        self.cause = cause
        self.advice = advice
        self.code = code
        """A stable short name of the fault, for logs and tests."""

    def __str__(self) -> str:
        return self.message


class InvalidInput(DataError):
    """What the user gave cannot be used: a wrong value, file, period or option."""

    exit_status = 1
    default_title = "输入有误"


class NotFound(InvalidInput):
    """What the user asked for does not exist."""

    default_title = "没有找到"


class WrongUsage(InvalidInput):
    """A command or a question names what does not exist: a period, a measure, a grouping."""

    exit_status = 2


class Refused(DataError):
    """The program declines: rights, versions, a lock somebody else holds."""

    exit_status = 3
    default_title = "无法执行"


class Conflict(Refused):
    """Somebody else changed the same row meanwhile; both versions should be shown."""

    default_title = "内容已被他人修改"


class StoreUnavailable(Refused):
    """The database cannot be reached, read or written."""

    default_title = "数据库不可用"


class StoreDamaged(StoreUnavailable):
    """The database can be opened but its content is damaged."""

    default_title = "数据库已损坏"


class Cancelled(DataError):
    """The user stopped the work; everything was rolled back."""

    default_title = "已取消"

    def __init__(self, message: str = "操作已取消，没有写入任何内容。") -> None:
        super().__init__(message, code="cancelled")
