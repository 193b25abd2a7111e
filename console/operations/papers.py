"""Writing papers into a folder: checked first, whole or not at all, gone on with after a stop."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from console.faces import use_chosen_faces
from console.operations.evidence import Archive
from console.operations.paper_desk import NOTICES, ONE_EACH, Desk, Made, Order, Step, kind_of
from data.rows.errors import InvalidInput
from data.rows.papers import Stage
from data.store.database import Database
from data.store.errors import file_fault
from data.store.files import atomic_write

if TYPE_CHECKING:
    from reports.content import Document
    from reports.lint import Fault

FORMS = ("pdf", "docx", "xlsx")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
INDEX, PUBLIC = "目录", "公开稿"
_UNSEEN = ("Cc", "Cf", "Cs")
"""Control and direction marks and halves of characters: a name must look as it is."""
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
MOST_NAME = 80
MOST_BYTES = 200
"""A file's name has at most 255 bytes, and while it is being written it is longer."""


@dataclass(frozen=True, slots=True)
class File:
    """A written file; `title` is its document's, `body` the one it goes to."""

    path: Path
    paper: str
    pages: int
    sha256: str
    title: str
    body: str

    def told(self) -> dict[str, object]:
        """Return what the command line says of it."""
        return {"path": str(self.path), "paper": self.paper, "pages": self.pages,
                "sha256": self.sha256}  # fmt: skip


class FaultyDocument(InvalidInput):
    """A document with faults that hold it back."""

    def __init__(self, label: str, faults: Sequence[Fault]) -> None:
        told = "；".join(f"{one.where}：{one.message.rstrip('。')}" for one in faults[:5])
        more = f"等{len(faults)}处" if len(faults) > 5 else ""
        super().__init__(f"{label}没有生成，有{len(faults)}处需要改正：{told}{more}。", code="lint")
        self.faults = tuple(faults)


def write_papers(
    db: Database, order: Order, folder: Path, step: Step, forms: Sequence[str] = FORMS
) -> list[File]:
    """Write the papers of an order; a document already written with this content is left.

    Raises FaultyDocument where the check refuses one; those before it stay, whole.
    """
    desk = Desk(db, order)
    archive = Archive(desk)
    asked = list(dict.fromkeys(order.papers))
    if order.number and len(asked) > 1:
        raise InvalidInput(f"发文字号“{order.number}”只能用于一件文件，请只选一种文件。")
    several = {paper: paper == NOTICES or kind_of(paper) in ONE_EACH for paper in asked}
    files: list[File] = []
    for number, paper in enumerate(asked):
        step(number, len(asked), "收集数据")
        made = list(desk.make(paper))
        if order.number and len(made) > 1:
            raise InvalidInput(f"本次共{len(made)}件文件，一个发文字号只能用于一件：请不填文号，"
                               "登记印发时逐件编号，或指定一个单位。")  # fmt: skip
        many = several[paper]
        place = folder / clean_name(_group(paper, made)) if many and made else folder
        written = []
        stems = file_stems(made, order)
        for count, (one, stem) in enumerate(zip(made, stems, strict=True)):
            step(count, len(made), f"{one.label}　{one.tail}".strip())
            written += list(_write(archive, desk, one, paper, place / stem, forms))
        if many and made:
            written.append(_index(written, place, paper))
            written.append(_packed(written, place, paper, step))
        files += written
    step(len(asked), len(asked), "完成")
    return files


def _group(paper: str, made: Sequence[Made]) -> str:
    return "函件" if paper == NOTICES else made[0].label


def _write(
    archive: Archive, desk: Desk, one: Made, paper: str, stem: Path, forms: Sequence[str]
) -> Iterator[File]:
    from reports.lint import FaultLevel

    faults = [fault for fault in desk.faults(one.document) if fault.level is FaultLevel.ERROR]
    if faults:
        raise FaultyDocument(f"{one.label}{one.tail}", faults)
    title = one.document.title.replace("\n", "")
    for form in forms:
        whole = archive.with_evidence(one) if form == "xlsx" else one.document
        content, pages = render(whole, form)
        path = stem.with_name(f"{stem.name}.{form}")
        save(path, content)
        digest = hashlib.sha256(content).hexdigest()
        yield File(path, paper, pages, digest, title, one.tail)


def render(document: Document, form: str) -> tuple[bytes, int]:
    """Return a document in a form, and its pages (0 where a form has none of its own)."""
    from reports.pdf import write_pdf
    from reports.word import write_docx
    from reports.workbook import write_xlsx

    use_chosen_faces()
    stream = io.BytesIO()
    if form == "pdf":
        written = write_pdf(document, stream)
        return stream.getvalue(), written.pages
    writers = {"docx": write_docx, "xlsx": write_xlsx}
    writers[form](document, stream)
    return stream.getvalue(), 0


def save(path: Path, content: bytes) -> None:
    """Put a file in place; one that holds these bytes already is left as it is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.read_bytes() == content:
            return
    except OSError as exc:
        raise file_fault(exc, path) from exc
    with atomic_write(path) as file:
        file.write(content)


def file_stem(one: Made, order: Order) -> str:
    """Return the name of a paper's files by convention: 种类_期间_单位_日期.

    A public copy and a draft say so: neither must take the place of the whole one that goes
    out, nor be taken for it.
    """
    stage = "" if order.stage is Stage.FINAL else order.stage.value
    parts = [one.label, order.period.title, one.tail, PUBLIC if order.public else "", stage,
             f"{order.today:%Y%m%d}"]  # fmt: skip
    names = [clean_name(part) if part else "" for part in parts]
    room = MOST_BYTES - len("_".join(names[:2] + names[3:]).encode())
    names[2] = names[2].encode()[:room].decode(errors="ignore")
    return "_".join(name for name in names if name)


def file_stems(made: Sequence[Made], order: Order) -> list[str]:
    """Return the names of several papers' files; those that would be one get a number.

    Windows knows no difference between capitals and small letters.
    """
    stems: list[str] = []
    taken: dict[str, int] = {}
    for one in made:
        stem = file_stem(one, order)
        count = taken[stem.casefold()] = taken.get(stem.casefold(), 0) + 1
        stems.append(stem if count == 1 else f"{stem}（{count}）")
    return stems


def clean_name(text: str) -> str:
    """Return a text that every system takes as a file's name."""
    seen = "".join(char for char in text if unicodedata.category(char) not in _UNSEEN)
    return _FORBIDDEN.sub("_", seen).strip(" .")[:MOST_NAME].rstrip(" .") or "_"


def _packed(files: Sequence[File], folder: Path, paper: str, step: Step) -> File:
    """Put a batch into one zip beside its folder, whole or not at all, the same each time."""
    path = folder.with_name(f"{folder.name}.zip")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for number, one in enumerate(files):
            step(number, len(files), f"打包　{one.path.name}")
            info = zipfile.ZipInfo(f"{folder.name}/{one.path.name}", _ZIP_TIME)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(info, one.path.read_bytes())
    content = stream.getvalue()
    save(path, content)
    return File(path, paper, 0, hashlib.sha256(content).hexdigest(), path.name, "")


def _index(files: Sequence[File], folder: Path, paper: str) -> File:
    """Write the index of a batch: which paper went to whom, in which file, with its hash."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2000, 1, 1)})
    sheet, head = book.add_worksheet(INDEX), book.add_format({"bold": True, "bg_color": "#E3ECF5"})
    heads = (("序号", 6), ("单位", 30), ("题名", 60), ("页数", 6), ("文件", 60), ("SHA-256", 66))
    for place, (name, width) in enumerate(heads):
        sheet.write_string(0, place, name, head)
        sheet.set_column(place, place, width)
    for number, file in enumerate(files, 1):
        sheet.write_number(number, 0, number)
        for place, text in ((1, file.body), (2, file.title), (4, file.path.name)):
            sheet.write_string(number, place, text)
        if file.pages:
            sheet.write_number(number, 3, file.pages)
        sheet.write_string(number, 5, file.sha256)
    sheet.freeze_panes(1, 0)
    book.close()
    path = folder / f"{INDEX}.xlsx"
    save(path, stream.getvalue())
    return File(path, paper, 0, hashlib.sha256(stream.getvalue()).hexdigest(), INDEX, "")

