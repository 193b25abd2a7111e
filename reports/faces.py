"""The official faces installed on this computer, by role (fonts/SOURCE.md): used where present.

方正小标宋, 仿宋_GB2312, 楷体_GB2312 and 黑体 are commercial: they are looked for among the user's
own fonts and never shipped. A file is known by the family its name table tells, not by its name.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

FAMILIES: dict[str, tuple[str, ...]] = {
    "title-song-bold": ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S"),
    "fangsong": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong"),
    "kai": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"),
    "hei-sans": ("黑体", "SimHei"),
}
"""Families that may set the role of a bundled file, the best one first."""
CLUES = ("fz", "方正", "xiaobiao", "小标宋", "simfang", "fang", "仿宋", "simkai", "kai", "楷",
         "simhei", "hei", "黑体")  # fmt: skip
"""Parts of file names worth opening: a computer may hold thousands of fonts."""
MOST_FILES = 200
_GLYF = (b"\x00\x01\x00\x00", b"true")


def folders() -> list[Path]:
    """Return where this computer keeps its fonts."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        own = Path(os.environ.get("LOCALAPPDATA", str(home))) / "Microsoft" / "Windows" / "Fonts"
        return [windows, own]
    return [home / ".local/share/fonts", home / ".fonts", Path("/usr/share/fonts"),
            Path("/usr/local/share/fonts")]  # fmt: skip


def find_faces(places: Sequence[Path]) -> dict[str, tuple[Path, str]]:
    """Return the best installed face of each role: its file and its family."""
    known = {family: (role, rank) for role, names in FAMILIES.items()
             for rank, family in enumerate(names)}  # fmt: skip
    best: dict[str, tuple[int, Path, str]] = {}
    for path in _candidates(places):
        for family in _families(path):
            if family in known:
                role, rank = known[family]
                if role not in best or rank < best[role][0]:
                    best[role] = (rank, path, family)
    return {role: (path, family) for role, (_, path, family) in best.items()}


@cache
def installed() -> dict[str, tuple[Path, str]]:
    """Return the faces of this computer, looked for once."""
    return find_faces(folders())


def _candidates(places: Sequence[Path]) -> Iterator[Path]:
    count = 0
    for place in places:
        if not place.is_dir():
            continue
        for folder, _, names in os.walk(place):
            for name in sorted(names):
                low = name.lower()
                if low.endswith(".ttf") and any(clue in low for clue in CLUES):
                    count += 1
                    if count > MOST_FILES:
                        return
                    yield Path(folder) / name


def _families(path: Path) -> set[str]:
    """Return the families a TrueType file tells; none where it is no such file or is broken."""
    try:
        with path.open("rb") as stream:
            head = stream.read(12)
            if head[:4] not in _GLYF:
                return set()
            tables = stream.read(16 * struct.unpack(">H", head[4:6])[0])
            for at in range(0, len(tables) - 15, 16):
                if tables[at : at + 4] == b"name":
                    offset, length = struct.unpack(">LL", tables[at + 8 : at + 16])
                    stream.seek(offset)
                    return set(_names(stream.read(min(length, 1 << 20))))
    except (OSError, struct.error):
        return set()
    return set()


def _names(table: bytes) -> Iterator[str]:
    """Yield the family names (1) and full names (4) of a name table."""
    _, count, start = struct.unpack(">HHH", table[:6])
    for at in range(6, 6 + 12 * count, 12):
        platform, _, _, kind, length, offset = struct.unpack(">HHHHHH", table[at : at + 12])
        if kind in (1, 4):
            text = table[start + offset : start + offset + length]
            code = "utf-16-be" if platform in (0, 3) else "latin-1"
            yield text.decode(code, errors="replace")
