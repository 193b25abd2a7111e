"""Bundled fonts by role; for each character a role lacks, its fallback, at last hei-sans."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from data.rows.errors import InvalidInput
from reports.faces import installed
from reports.typefaces import Typeface

FOLDER = Path(__file__).with_name("fonts")
OWN, CHOSEN = "本机:", "指定:"
_chosen: dict[str, Path] = {}
_used: list[dict[str, Path]] = []
"""The fonts chosen for roles, and each choice made before: a font's name is used once."""
NO_CHARACTER = "〓"
"""Stands where a workbook holds half a character or a number that is none."""
_SPACES = {"\u2003": "\u3000", "\u2002": " ", "\u2009": " "}
_ZERO_WIDTH = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u061c"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""Characters that show nothing; among them the marks that turn the direction of what follows."""
_UNUSABLE = (TTFError, OSError, struct.error, ValueError, IndexError)
_CONTROLS = (*range(32), *range(127, 161))
_NONE = (plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF))
_HALVES = (*range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0), *_NONE)
_UNPRINTABLE = {
    **dict.fromkeys(_CONTROLS, " "),
    **dict.fromkeys(_HALVES, NO_CHARACTER),
    **dict.fromkeys(map(ord, _ZERO_WIDTH)),
    **{ord(char): space for char, space in _SPACES.items()},
}
_TO_MEND = re.compile(f"[{re.escape(''.join(map(chr, _UNPRINTABLE)))}]")


class Role(Enum):
    """What a text is on the page; the value lists its font files in the order of look-up."""

    TITLE = ("title-song-bold", "hei-sans")
    HEI = ("hei-sans",)
    KAI = ("kai", "fangsong-rare", "hei-sans")
    FANG = ("fangsong", "fangsong-rare", "hei-sans")
    DIGITS = ("song-digits", "fangsong", "fangsong-rare", "hei-sans")

    __hash__ = object.__hash__
    """Roles are looked up for every piece of text; an Enum's own hash is that of its name."""


class Run(NamedTuple):
    """A piece of text that one font can set."""

    font: str
    text: str


@cache
def font(name: str) -> Typeface:
    """Return a font by the name of its bundled file, registered with the PDF writer.

    `本机:` before it means the face installed on this computer for that role.
    """
    path = FOLDER / f"{name}.ttf"
    if name.startswith(CHOSEN):
        path = _chosen[name.removeprefix(CHOSEN)]
    if name.startswith(OWN):
        path, _ = installed()[name.removeprefix(OWN)]
    loaded = Typeface(name.replace(OWN, "own-").replace(CHOSEN, f"set{len(_used)}-"), path)
    pdfmetrics.registerFont(loaded)
    # The PDF writer keeps the first font of a face: two of one face in a document would collide.
    kept = pdfmetrics.getFont(loaded.fontName)
    assert isinstance(kept, Typeface)
    return kept


@cache
def chain(role: Role) -> tuple[str, ...]:
    """Return the fonts of a role in the order of look-up (fonts/SOURCE.md).

    The path in the settings comes first, then this computer's own face, then the bundled file.
    """
    found = [f"{CHOSEN}{name}" for name in role.value[:1] if name in _chosen]
    found += [f"{OWN}{name}" for name in role.value[:1] if name in installed()]
    usable = []
    for name in found:
        try:
            font(name)
        except _UNUSABLE:  # broken, or closed to embedding: the bundled one is used
            continue
        usable.append(name)
    return (*usable, *role.value)


@cache
def font_of(role: Role, char: str) -> str:
    """Return the font that sets a character in a role; an unknown character is an error."""
    for name in chain(role):
        if ord(char) in font(name).face.charToGlyph:
            return name
    raise InvalidInput(
        f"字符“{char}”（U+{ord(char):04X}）在所有字体中都没有，无法印出。"
        "请改用其他写法，或在设置中指定含有该字的字体。",
        code="glyph",
    )


@cache
def char_width(role: Role, char: str) -> float:
    """Return the advance of a character as a fraction of the type size."""
    return float(font(font_of(role, char)).stringWidth(char, 1.0))


class Widths(dict[str, float]):
    """The widths of characters in a role, as shares of the type size, filled as they are asked."""

    def __init__(self, role: Role) -> None:
        super().__init__()
        self._role = role

    def __missing__(self, char: str) -> float:
        """Ask the font once."""
        width = self[char] = char_width(self._role, char)
        return width

    def of(self, text: str) -> float:
        """Return the width of a text as a share of the type size."""
        return sum(map(self.__getitem__, text))


WIDTHS = {role: Widths(role) for role in Role}
"""The widths of characters by role: looked up by the character alone, which is fast."""


class Fonts(dict[str, str]):
    """The font that sets a character in a role, filled as they are asked."""

    def __init__(self, role: Role) -> None:
        super().__init__()
        self._role = role

    def __missing__(self, char: str) -> str:
        """Look it up once."""
        name = self[char] = font_of(self._role, char)
        return name


FONTS = {role: Fonts(role) for role in Role}


def text_width(text: str, role: Role, size: float) -> float:
    """Return the width of a text in points."""
    return WIDTHS[role].of(text) * size


def printable(text: str) -> str:
    """Return a text without control and zero-width characters, line ends and tabs as spaces."""
    return text.translate(_UNPRINTABLE) if _TO_MEND.search(text) else text


def runs(text: str, role: Role) -> Iterator[Run]:
    """Cut a text into runs of one font each."""
    current, piece = "", ""
    fonts = FONTS[role]
    for char in text:
        name = fonts[char]
        if name != current and piece:
            yield Run(current, piece)
            piece = ""
        current = name
        piece += char
    if piece:
        yield Run(current, piece)


@cache
def glyph_top(role: Role, char: str) -> float:
    """Return how high a character's outline reaches above the baseline, as a share of its size."""
    face = font(font_of(role, char)).face
    start = face.get_table_pos("glyf")[0] + face.glyphPos[face.charToGlyph[ord(char)]]
    box = struct.unpack(">hhhhh", face._ttf_data[start : start + 10])
    return float(box[4]) / float(face.unitsPerEm)


_FACES = {
    "title-song-bold": "内置小标宋", "fangsong": "内置仿宋", "kai": "内置楷体",
    "hei-sans": "内置黑体", "song-digits": "内置宋体",
}  # fmt: skip
_NAMES = {Role.TITLE: "标题和标志", Role.FANG: "正文", Role.KAI: "二级标题", Role.HEI: "一级标题",
          Role.DIGITS: "页码"}  # fmt: skip


def role_names() -> tuple[str, ...]:
    """Return what the faces of a document are for: 标题和标志, 正文 …."""
    return tuple(_NAMES.values())


def check_face(path: Path) -> None:
    """Refuse in words a file that is no font a document can be set in."""
    try:
        Typeface("check", path)
    except (*_UNUSABLE, KeyError) as exc:
        raise InvalidInput(
            f"“{path}”不能用作文件的字体，请选择可以嵌入的 TrueType 字体（.ttf）。"
        ) from exc


def use_faces(chosen: dict[str, Path]) -> None:
    """Set documents in these fonts, by what they are for; what cannot be used is passed over."""
    wanted = {role.value[0]: chosen[name] for role, name in _NAMES.items() if name in chosen}
    if wanted == _chosen:
        return
    _used.append(dict(_chosen))
    _chosen.clear()
    _chosen.update(wanted)
    for cached in (font, chain, font_of, char_width, glyph_top):
        cached.cache_clear()
    for role in Role:
        WIDTHS[role].clear()
        FONTS[role].clear()


def face_names() -> dict[str, str]:
    """Return which face each role of a document is set in."""
    return {name: _face(chain(role)[0]) for role, name in _NAMES.items()}


def _face(name: str) -> str:
    if name.startswith(CHOSEN):
        return f"{_chosen[name.removeprefix(CHOSEN)]}（指定）"
    if name.startswith(OWN):
        return f"{installed()[name.removeprefix(OWN)][1]}（本机）"
    return _FACES[name]
