"""What the user keeps under names, a file each: listed, saved, shared, renamed, removed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from data.rows.errors import InvalidInput, NotFound
from data.store.files import atomic_write

FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
LONGEST = 60


class Named(Protocol):
    """A frozen dataclass with a name."""

    @property
    def name(self) -> str:
        """Its name."""


T = TypeVar("T", bound=Named)


@dataclass(frozen=True)
class StoredFile(Generic[T]):
    """A file of the user's folder; one that cannot be read says why."""

    path: Path
    content: T | None
    fault: str = ""

    @property
    def name(self) -> str:
        """Return the name of what it holds, that of the file where it cannot be read."""
        return self.content.name if self.content else self.path.stem


@dataclass(frozen=True)
class NamedFiles(Generic[T]):
    """The files of one kind (`word`) in the user's `folder`; `load` raises InvalidInput."""

    word: str
    suffix: str
    folder: Callable[[], Path]
    load: Callable[[Path], T]
    dumps: Callable[[T], str]

    def listed(self) -> list[StoredFile[T]]:
        """Return the files by name; a broken one is listed with its fault."""
        found: list[StoredFile[T]] = []
        for path in sorted(self.folder().glob(f"*{self.suffix}")):
            try:
                found.append(StoredFile(path, self.load(path)))
            except InvalidInput as error:
                found.append(StoredFile(path, None, error.message))
        return sorted(found, key=lambda one: one.name)

    def find(self, name: str) -> StoredFile[T]:
        """Return the file of that name; NotFound tells those there are."""
        listed = self.listed()
        for one in listed:
            if name in (one.name, one.path.stem):
                return one
        names = "、".join(one.name for one in listed) or "（无）"
        raise NotFound(f"没有名为“{name}”的{self.word}。已有：{names}。")

    def readable(self, one: StoredFile[T]) -> T:
        """Return what a file holds; a broken one says why it is."""
        if one.content is None:
            raise InvalidInput(one.fault)
        return one.content

    def save(self, content: T, replacing: bool = True) -> Path:
        """Write something into the user's folder under its name."""
        path = self.folder() / f"{file_stem(content.name, self.word)}{self.suffix}"
        if path.exists() and not replacing:
            raise InvalidInput(f"已有名为“{content.name}”的{self.word}，请换一个名称。")
        self.write(content, path)
        return path

    def write(self, content: T, path: Path) -> None:
        """Write something to a file, to be handed on."""
        with atomic_write(path) as stream:
            stream.write(self.dumps(content).encode())

    def take(self, path: Path, replacing: bool = True) -> Path:
        """Check a file somebody handed over and keep it in the user's folder."""
        return self.save(self.load(path), replacing)

    def rename(self, one: StoredFile[T], name: str) -> Path:
        """Give a file's content another name."""
        content: Any = self.readable(one)
        wanted = name.strip()
        if wanted == one.name:
            return one.path
        path = self.save(replace(content, name=wanted), replacing=False)
        if path != one.path:
            one.path.unlink(missing_ok=True)
        return path

    def remove(self, one: StoredFile[T]) -> None:
        """Delete a file."""
        one.path.unlink(missing_ok=True)


def file_stem(name: str, what: str) -> str:
    """Return a name that every file system takes; InvalidInput where nothing is left of it."""
    plain = FORBIDDEN.sub("_", name).strip(" .")[:LONGEST]
    if not plain:
        raise InvalidInput(f"{what}的名称不能为空，请填写名称。")
    return plain
