"""Compound files (.xls and its like): which streams are inside, every chain of sectors proved."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from data.intake.cells.base import BrokenFile

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FREE = 0xFFFFFFFA
"""From here on a sector number is a sign: end of a chain, free, a table's own sector."""
NOBODY = 0xFFFFFFFF
HEADER, ENTRY = 512, 128
ROOT, STREAM = 5, 2


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int
    links: tuple[int, int, int]


class Compound:
    """An opened compound file; raises BrokenFile where its tables contradict each other."""

    def __init__(self, content: bytes) -> None:
        """Read the tables and the directory."""
        if content[:8] != MAGIC or len(content) < HEADER:
            raise BrokenFile("没有文件头")
        shift = struct.unpack_from("<H", content, 30)[0]
        if shift not in (9, 12):
            raise BrokenFile("扇区大小不对")
        self._content = content
        self._sector = 1 << shift
        self._count = -(-len(content) // self._sector) - 1
        self._owner = bytearray(self._count)
        self._table = self._sector_table()
        self._entries = self._directory()
        self.names = tuple(self._at_the_top())

    def _sector_table(self) -> list[int]:
        """Return the next sector of each sector."""
        first, more = struct.unpack_from("<II", self._content, 68)
        places = [one for one in struct.unpack_from("<109I", self._content, 76) if one < FREE]
        per_sector = self._sector // 4
        seen: set[int] = set()
        while first < FREE and more:
            if first >= self._count or first in seen:
                raise BrokenFile("扇区表不完整")
            seen.add(first)
            entries = self._numbers(first)
            places += [one for one in entries[: per_sector - 1] if one < FREE]
            first = entries[-1] if len(entries) == per_sector else NOBODY
        if len(places) > self._count or any(one >= self._count for one in places):
            raise BrokenFile("扇区表不完整")
        table: list[int] = []
        for place in places:
            self._owner[place] = 1
            table += self._numbers(place)
        return table

    def _numbers(self, sector: int) -> list[int]:
        block = self._block(sector)
        return list(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))

    def _block(self, sector: int) -> bytes:
        begin = (sector + 1) * self._sector
        return self._content[begin : begin + self._sector]

    def _chain(self, start: int, owner: int = 0, most: int = 1 << 32) -> list[int]:
        """Return the sectors of a chain; with an owner no other chain may hold one of them."""
        chain: list[int] = []
        seen = bytearray(self._count)
        while start < FREE and len(chain) < most:
            if start >= self._count or start >= len(self._table) or seen[start]:
                raise BrokenFile("扇区链断开或成环")
            if owner and self._owner[start]:
                raise BrokenFile("扇区被重复占用")
            seen[start] = 1
            if owner:
                self._owner[start] = owner
            chain.append(start)
            start = self._table[start]
        return chain

    def _read(self, chain: list[int]) -> bytes:
        return b"".join(self._block(sector) for sector in chain)

    def _directory(self) -> list[_Entry]:
        start = struct.unpack_from("<I", self._content, 48)[0]
        content = self._read(self._chain(start, 2))
        entries = []
        for at in range(0, len(content) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", content, at + 64)
            links = struct.unpack_from("<III", content, at + 68)
            first, size = struct.unpack_from("<II", content, at + 116)
            name = content[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            entries.append(_Entry(name, kind, first, size, links))
        if not entries or entries[0].kind != ROOT:
            raise BrokenFile("没有目录")
        return entries

    def _at_the_top(self) -> dict[str, _Entry]:
        """Return the entries that lie directly in the root."""
        waiting = [self._entries[0].links[2]]
        found: dict[int, _Entry] = {}
        while waiting:
            place = waiting.pop()
            if place in found or place >= len(self._entries):
                continue
            found[place] = self._entries[place]
            waiting += self._entries[place].links[:2]
        return {entry.name: entry for entry in found.values() if entry.kind}

    def stream(self, name: str) -> bytes | None:
        """Return a stream of the root, None if there is none of that name."""
        entry = self._at_the_top().get(name)
        if entry is None or entry.kind != STREAM:
            return None
        least = struct.unpack_from("<I", self._content, 56)[0]
        root = self._entries[0]
        if entry.size >= least:
            self._mark_short_streams(root)
            most = -(-entry.size // self._sector)
            content = self._read(self._chain(entry.start, 4, most))
        else:
            content = self._short(entry, root)
        if len(content) < entry.size:
            raise BrokenFile("内容被截断")
        return content[: entry.size]

    def _mark_short_streams(self, root: _Entry) -> None:
        """Claim the sectors of the short streams, which a long stream must not share."""
        try:
            chain = self._chain(root.start) if root.size else []
        except BrokenFile:
            return
        for sector in chain:
            self._owner[sector] = self._owner[sector] or 3

    def _short(self, entry: _Entry, root: _Entry) -> bytes:
        """Read a stream that lies in pieces of 64 bytes within the root's own stream."""
        table_start = struct.unpack_from("<I", self._content, 60)[0]
        table: list[int] = []
        for sector in self._chain(table_start):
            table += self._numbers(sector)
        whole = self._read(self._chain(root.start))
        parts: list[bytes] = []
        place = entry.start
        while place < FREE and len(parts) * 64 < entry.size:
            if place >= len(table):
                raise BrokenFile("短扇区链断开")
            parts.append(whole[place * 64 : place * 64 + 64])
            place = table[place]
        return b"".join(parts)
