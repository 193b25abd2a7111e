"""A paper made for the preview: its pages, its faults, whom else it goes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.rows.errors import InvalidInput

if TYPE_CHECKING:
    from console.operations.paper_desk import Desk
    from reports.lint import Fault


@dataclass(frozen=True, slots=True)
class Prepared:
    """A paper as it would be printed; `sizes` are its pages', `bodies` those it goes to."""

    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    title: str
    faults: tuple[Fault, ...]
    faces: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...] = ()
    body: str = ""


def prepare(desk: Desk, paper: str, body: str) -> Prepared:
    """Make a paper; of one that goes to several bodies that of the body asked for, or the first.

    Raises InvalidInput where the period gives no reason for the paper.
    """
    from console.operations.papers import render
    from reports.fonts import face_names
    from widgets.pdf_pages import sizes_of

    made = list(desk.make(paper))
    if not made:
        raise InvalidInput("本期没有需要发送这类文件的单位。", code="none")
    bodies = tuple(one.tail for one in made if one.tail)
    chosen = next((one for one in made if one.tail == body), made[0])
    content, _ = render(chosen.document, "pdf")
    return Prepared(
        content, sizes_of(content), chosen.document.title.replace("\n", ""),
        tuple(desk.faults(chosen.document)), tuple(face_names().items()), bodies, chosen.tail,
    )  # fmt: skip
