"""Commands that make documents and pictures: brief, paper, shots."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from console.cli.common import database, listed, period, today
from console.cli.output import Answer
from console.operations.paper_desk import DEFAULT, Order, papers
from console.operations.papers import FaultyDocument, write_papers
from data.rows.errors import InvalidInput
from data.rows.papers import Disclosure, Stage


def brief(options: argparse.Namespace) -> Answer:
    """Write the papers of a period."""
    order = order_of(options, tuple(listed(options.papers)) or DEFAULT)
    try:
        with database(options, judged=True) as db:
            files = write_papers(db, order, options.out, _progress)
    except FaultyDocument as error:
        return faulty(error)
    lines = tuple(f"{one.path}" + (f"　{one.pages} 页" if one.pages else "") for one in files)
    batches = [one for one in files if one.path.suffix == ".zip"]
    papers = [one.told() for one in files if one not in batches]
    return Answer({"files": papers, "packed": [str(one.path) for one in batches]}, lines)


def order_of(options: argparse.Namespace, wanted: tuple[str, ...]) -> Order:
    """Return the order the options stand for."""
    return Order(
        period(options), today(options), wanted, options.issuer, options.number,
        Stage(options.stage), Disclosure(options.disclosure) if options.disclosure else None,
        options.public, options.approved, options.body, options.templates,
    )  # fmt: skip


def faulty(error: FaultyDocument) -> Answer:
    """Return the faults that held a document back."""
    issues = [
        {"level": one.level.value, "rule": one.rule, "where": one.where, "message": one.message}
        for one in error.faults
    ]
    lines = (error.message, *(f"{one.where}：{one.message}" for one in error.faults))
    return Answer({"error": error.message, "issues": issues}, lines, 1)


def _progress(done: int, total: int, label: str) -> None:
    sys.stderr.write(f"{label}\n")


def paper(options: argparse.Namespace) -> Answer:
    """List the papers, copy the wording's files, or say which face each role gets."""
    if options.action == "list":
        found = papers()
        told = [{"paper": code, "name": name} for code, name in found.items()]
        return Answer({"papers": told}, tuple(f"{code}　{name}" for code, name in found.items()))
    if options.action == "fonts":
        return _fonts(options.folder, options.file)
    if options.folder is None:
        raise InvalidInput("用法：paper templates 文件夹，把文件的文字模板复制到该文件夹。")
    from reports.templates import copy_to, load

    made = copy_to(options.folder)
    load(options.folder)
    paths = [str(path) for path in made]
    return Answer({"files": paths}, tuple(paths) or ("模板都已在文件夹中，没有改动。",))


def _fonts(role: Path | None, file: str) -> Answer:
    """Say which face each role gets; `paper fonts 正文 文件.ttf` chooses one."""
    from console.faces import choose_face, use_chosen_faces
    from reports.fonts import face_names

    if role is not None:
        if not file:
            raise InvalidInput("用法：paper fonts 用途 字体文件；写“默认”则不再指定。")
        choose_face(str(role), None if file == "默认" else Path(file))
    use_chosen_faces()
    found = face_names()
    told = [{"role": role, "face": face} for role, face in found.items()]
    return Answer({"fonts": told}, tuple(f"{role}　{face}" for role, face in found.items()))


def shots(options: argparse.Namespace) -> Answer:
    """Save a picture of every page."""
    from console.cli.shots import take

    try:
        width, height = (int(part) for part in options.size.lower().split("x"))
    except ValueError as exc:
        raise InvalidInput("--size 应写作 1366x768。") from exc
    with database(options, judged=True) as db:
        taken = take(
            db,
            options.folder,
            pages=listed(options.pages) or None,
            scale=options.scale,
            theme=options.theme,
            size=(width, height),
            today=today(options),
        )
    files = [{"path": str(path), "page": page} for path, page in taken]
    return Answer({"files": files}, tuple(f"{one['page']}　{one['path']}" for one in files))
