"""Which database is meant: the address, the default place, what may be shown of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from data.rows.errors import InvalidInput
from data.store.errors import fault

ENVIRONMENT = "LIANXI_DB"
_EXAMPLES = "例如 sqlite:///demo.sqlite 或 postgresql://用户@服务器/库名"


@dataclass(frozen=True, slots=True)
class Location:
    """The address of a database; `path` is set for a file only."""

    url: URL
    path: Path | None

    @property
    def is_file(self) -> bool:
        """Say whether the database is a local file."""
        return self.path is not None

    @property
    def text(self) -> str:
        """Return the address with the password hidden."""
        return self.url.render_as_string(hide_password=True)

    @property
    def place(self) -> str:
        """Return what to name in messages: the path or the address without password."""
        return str(self.path) if self.path is not None else self.text

    @property
    def label(self) -> str:
        """Return the Chinese line for the status bar."""
        if self.path is not None:
            return "本地数据库 · 仅本人"
        return f"共享数据库 · {self.url.host or '本机'}"


def default_path() -> Path:
    """Return the database in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("lianxi", appauthor=False)) / "lianxi.sqlite"


def locate(url: str | None) -> Location:
    """Understand a database address; None means LIANXI_DB or the user's own file."""
    url = url or os.environ.get(ENVIRONMENT) or None
    if url is None:
        return _file(default_path())
    try:
        parsed = make_url(url)
    except ArgumentError as exc:
        raise InvalidInput(f"看不懂数据库地址，{_EXAMPLES}。", code="bad-url") from exc
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise InvalidInput(f"数据库地址缺少文件名，{_EXAMPLES}。", code="bad-url")
        return _file(Path(parsed.database))
    if backend in ("postgresql", "postgres"):
        return Location(parsed.set(drivername="postgresql+psycopg"), None)
    raise InvalidInput(f"不支持 {backend} 数据库，{_EXAMPLES}。", code="bad-url")


def _file(path: Path) -> Location:
    text = str(path)
    path = path if text.startswith(("\\\\", "//")) else path.expanduser().absolute()
    return Location(URL.create("sqlite", database=str(path)), path)


def check_folder(location: Location) -> None:
    """Make the folder of the default file; refuse any other folder that is missing."""
    if location.path is None:
        return
    folder = location.path.parent
    if location.path == default_path():
        folder.mkdir(parents=True, exist_ok=True)
    if not folder.is_dir():
        raise fault("folder-missing", str(location.path))
