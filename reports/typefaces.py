"""Font files read at once: the PDF writer's own reader takes the tables number by number."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase.ttfonts import TTEncoding, TTFont, TTFontFace

_UNICODE = 3
_SEGMENTS, _GROUPS = 4, 12
"""The formats of a table of characters: segments of 16 bits, groups of 32."""
_Group = tuple[int, Sequence[int]]
"""The first of some neighbouring characters, and the glyph of each."""


class _Outlines:
    """The outlines of a font, cut out of its file as they are asked for, not copied as a whole."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


class Face(TTFontFace):  # type: ignore[misc]  # reportlab comes without types
    """A font file, of which the characters, widths and places of outlines are read as arrays."""

    def extractInfo(self, charInfo: int = 1) -> None:
        """Read the tables; those of a kind rarely met are left to the slow reader."""
        super().extractInfo(0)
        groups = self._groups() if "loca" in self.table else None
        if groups is None:
            super().extractInfo(1)
            return
        self.charToGlyph = glyphs = dict[int, int]()
        for first, found in groups:
            glyphs.update(enumerate(found, first))
        if 0x20 in glyphs:
            glyphs[0xA0] = glyphs[0x20]
        advances = [self._pdfScale(advance) for advance in self._metrics()]
        self.defaultWidth = advances[0]
        self.charWidths = {char: advances[glyph] for char, glyph in glyphs.items()
                           if glyph < self.numGlyphs}  # fmt: skip
        self._places()

    def get_table(self, tag: str) -> object:
        """Return a table; the outlines are megabytes, of which a subset takes a few glyphs."""
        if tag == "glyf":
            return _Outlines(self._ttf_data, self.get_table_pos(tag)[0])
        return super().get_table(tag)

    def _groups(self) -> Iterator[_Group] | None:
        """Return the groups of the last Unicode table; None where it has another format."""
        start = self.seek_table("cmap")
        self.skip(2)
        found = 0
        for _ in range(self.read_ushort()):
            platform, _, offset = self.read_ushort(), self.read_ushort(), self.read_ulong()
            found = start + offset if platform == _UNICODE else found
        self.seek(found)
        form = self.read_ushort() if found else 0
        return {_SEGMENTS: self._segments, _GROUPS: self._ranges}.get(form, _nothing)(found)

    def _ranges(self, start: int) -> Iterator[_Group]:
        self.seek(start + 12)
        size = 12 * self.read_ulong()
        data = self._ttf_data[self._pos : self._pos + size]
        for first, last, glyph in struct.iter_unpack(">LLL", data):
            yield first, range(glyph, glyph + last - first + 1)

    def _segments(self, start: int) -> Iterator[_Group]:
        self.seek(start + 6)
        count, place = self.read_ushort() // 2, start + 14
        lasts = self._numbers("H", place, count)
        firsts = self._numbers("H", place + 2 * count + 2, count)
        deltas = self._numbers("H", place + 4 * count + 2, count)
        places = place + 6 * count + 2
        offsets = self._numbers("H", places, count)
        for number, (first, last, delta, offset) in enumerate(
            zip(firsts, lasts, deltas, offsets, strict=True)
        ):
            many = last - first + 1
            if not offset:
                glyph = first + delta & 0xFFFF
                whole = glyph + many <= 0x10000
                yield first, range(glyph, glyph + many) if whole else [
                    char + delta & 0xFFFF for char in range(first, last + 1)
                ]
                continue
            told = self._numbers("H", places + 2 * number + offset, many)
            yield first, [glyph and glyph + delta & 0xFFFF for glyph in told]

    def _metrics(self) -> list[int]:
        """Read the advance and side bearing of each glyph; return the advances."""
        self.seek_table("hhea", 34)
        pairs = self.read_ushort()
        place = self.get_table_pos("hmtx")[0]
        told = self._numbers("H", place, 2 * pairs)
        rest = self._numbers("H", place + 4 * pairs, self.numGlyphs - pairs)
        advances = [*told[::2], *([told[2 * pairs - 2]] * len(rest))]
        self.hmetrics = list(zip(advances, [*told[1::2], *rest], strict=True))
        return advances

    def _places(self) -> None:
        self.seek_table("head", 50)
        wide = self.read_ushort()
        place = self.get_table_pos("loca")[0]
        numbers = self._numbers("I" if wide else "H", place, self.numGlyphs + 1)
        self.glyphPos = list(numbers) if wide else [number << 1 for number in numbers]

    def _numbers(self, kind: str, place: int, many: int) -> array[int]:
        numbers: array[int] = array(kind)
        numbers.frombytes(self._ttf_data[place : place + many * numbers.itemsize])
        if sys.byteorder == "little":
            numbers.byteswap()
        return numbers


def _nothing(start: int) -> None:
    """Leave a table of another format alone."""


class Typeface(TTFont):  # type: ignore[misc]  # reportlab comes without types
    """A font for the PDF writer, read fast; texts are set character by character."""

    def __init__(self, name: str, path: Path) -> None:
        self.fontName, self.face = name, Face(str(path))
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[object, object] = WeakKeyDictionary()
        self._asciiReadable, self.shapable = rl_config.ttfAsciiReadable, False
