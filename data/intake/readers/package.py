"""Where the parts of an .xlsx lie: a book whose parts lie elsewhere is put in the usual order."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT = "_rels/.rels"
DOCUMENT = "/officeDocument"
FIXED = {"/sharedStrings": "sharedStrings", "/styles": "styles"}
"""Parts the library looks for by their name alone."""
DECLARED = re.compile(r"^(<\?xml[^>]*?)\s+encoding\s*=\s*(\"[^\"]*\"|'[^']*')")
Read = Callable[[str], bytes]


@dataclass(slots=True)
class Plan:
    """What has to be done before the library finds every part."""

    renamed: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, bytes] = field(default_factory=dict)
    """New contents by the parts' new names."""

    @property
    def is_needed(self) -> bool:
        """Return whether anything has to be done."""
        return bool(self.renamed or self.replaced)


@dataclass(frozen=True, slots=True)
class _Relation:
    key: str
    kind: str
    target: str
    told: str
    is_outside: bool


def arrange(names: Collection[str], read: Read) -> Plan | None:
    """Return how to put a workbook's parts in order, None if the archive is no workbook."""
    folded = {name.lower(): name for name in names}
    book = _book(folded, read)
    if book is None:
        return None
    plan = Plan()
    suffix = book.rpartition(".")[2].lower()
    usual = f"xl/workbook.{suffix}"
    told = folded.get(_relations_of(book).lower())
    relations = _relations(read(told), dirname(book), folded) if told else []
    if book.lower() != usual or ROOT not in folded:
        plan.replaced[ROOT] = _written([_Relation("rId1", f"{OFFICE}{DOCUMENT}", "", usual, False)])
    _rename(plan, book, usual)
    if told is not None:
        _rename(plan, told, _relations_of(usual))
        _order_parts(plan, relations, folded, _relations_of(usual))
    return plan


def recoded(content: bytes) -> bytes | None:
    """Return an XML part in UTF-8 that is in UTF-16, None for any other."""
    if content[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return None
    return DECLARED.sub(r"\1", content.decode("utf-16")).encode()


def _book(folded: dict[str, str], read: Read) -> str | None:
    """Return the part that is the workbook."""
    if ROOT in folded:
        for one in _relations(read(folded[ROOT]), "", folded):
            if one.kind.endswith(DOCUMENT) and one.target:
                return one.target if _is_book(one.target) else None
    return next((folded[one] for one in ("xl/workbook.xml", "xl/workbook.bin") if one in folded),
                None)  # fmt: skip


def _is_book(name: str) -> bool:
    lower = name.lower()
    return lower.endswith((".xml", ".bin")) and not lower.startswith(("word/", "ppt/", "visio/"))


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _relations(content: bytes, folder: str, folded: dict[str, str]) -> list[_Relation]:
    """Return relations with their targets as names of parts, '' where there is none."""
    try:
        root = ElementTree.fromstring(recoded(content) or content)
    except ElementTree.ParseError:
        return []
    found = []
    for one in root:
        told = one.get("Target", "")
        path = told.replace("\\", "/")
        path = path.lstrip("/") if path.startswith("/") else normpath(join(folder, path))
        found.append(
            _Relation(
                one.get("Id", ""),
                one.get("Type", ""),
                folded.get(path.lower(), ""),
                told,
                one.get("TargetMode") == "External",
            )
        )
    return found


def _rename(plan: Plan, name: str, usual: str) -> None:
    if name.lower() != usual.lower():
        plan.renamed[name] = usual


def _order_parts(
    plan: Plan, relations: list[_Relation], folded: dict[str, str], place: str
) -> None:
    """Give sheets, strings and styles names the library finds, and tell the workbook of them."""
    changed: list[_Relation] = []
    for number, one in enumerate(relations):
        name = next((usual for kind, usual in FIXED.items() if one.kind.endswith(kind)), "")
        usual = one.target
        if one.target and name:
            usual = f"xl/{name}.{one.target.rpartition('.')[2]}"
        elif one.target and not one.target.lower().startswith("xl/"):
            usual = f"xl/moved/{number}-{one.target.rpartition('/')[2]}"
        if one.target:
            _rename(plan, one.target, usual)
        # Whatever its letters' case, a part is now below xl, and told of from there.
        target = usual[len("xl/") :] if usual else one.told
        changed.append(_Relation(one.key, one.kind, one.target, target, one.is_outside))
    before = [one.told.lower().removeprefix("/xl/") for one in relations]
    if before != [one.told.lower() for one in changed]:
        plan.replaced[place] = _written(changed)


def _written(relations: list[_Relation]) -> bytes:
    outside = ' TargetMode="External"'
    lines = [
        f"<Relationship Id={quoteattr(one.key)} Type={quoteattr(one.kind)} "
        f"Target={quoteattr(one.told)}{outside if one.is_outside else ''}/>"
        for one in relations
    ]
    text = f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{SPACE}">'
    return f"{text}{''.join(lines)}</Relationships>".encode()
