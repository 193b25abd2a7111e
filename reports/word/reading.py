"""Reading back the text people finished in WPS (定稿回传): its paragraphs, and nothing else."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from data.rows.errors import InvalidInput

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "word/document.xml"
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 200
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError,
    ValueError, OSError,
)  # fmt: skip
"""What a damaged or foreign archive makes the reader raise."""


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The text of a DOCX: paragraphs and cells in their order, without faces.

    `prose` are the paragraphs outside tables.
    """

    paragraphs: tuple[str, ...]
    prose: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the whole text."""
        return "\n".join(self.paragraphs)


def read_docx(content: bytes, name: str = "定稿") -> ReadBack:
    """Return the text of a DOCX.

    Raises InvalidInput where the file is no DOCX, is broken, or would not fit into memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            info = parts.getinfo(BODY)
            if info.file_size > MOST_BYTES or info.file_size > MOST_RATIO * max(
                info.compress_size, 1
            ):
                raise InvalidInput(f"“{name}”展开后过大，没有读取。请在 WPS 中另存后再试。")
            root = fromstring(parts.read(BODY))
    except _BROKEN as exc:
        raise InvalidInput(f"“{name}”不是 DOCX 文件或已损坏，请在 WPS 中另存为 .docx。") from exc
    except (ParseError, DefusedXmlException) as exc:
        raise InvalidInput(f"“{name}”的内容不能识别，没有读取。请在 WPS 中另存后再试。") from exc
    cells = {id(one) for table in root.iter(f"{_W}tbl") for one in table.iter(f"{_W}p")}
    told = [(text, id(one) not in cells) for one in root.iter(f"{_W}p") if (text := _text(one))]
    return ReadBack(tuple(text for text, _ in told), tuple(text for text, free in told if free))


def _text(paragraph: Element) -> str:
    """Return a paragraph's text; what was struck out in a revision is not read."""
    parts = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag in (f"{_W}tab", f"{_W}br"):
            parts.append(" ")
    return "".join(parts).strip()
