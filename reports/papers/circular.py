"""情况通报 of a period: six sections, problems by name, demands, three annexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.rows.briefing import DimensionRow
from data.rows.circular import CircularRows, ProblemRow
from data.rows.papers import Disclosure, Issuer, PaperKind, Stage
from reports import words
from reports.content import (
    Annex,
    Block,
    Document,
    Head,
    Heading,
    Imprint,
    Note,
    Paragraph,
    Text,
)
from reports.papers.briefing import lead_of
from reports.papers.circular_parts import (
    feedback_table,
    figures_table,
    praise,
    problem_sentences,
    problems_table,
)
from reports.papers.facts import stated
from reports.papers.origin import origin_of
from reports.templates import Templates

TO = ("各市（县）、区司法局，无锡经开区相关部门", "市各有关部门和单位")
COPIES = ("联席会议召集人", "市纪委监委机关", "市委办公室", "市政府办公室")
FIGURES, PROBLEMS, FEEDBACK = 1, 2, 3
"""Numbers of the annexes."""
NONE_FOUND = "未发现需要通报的问题。"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a paper goes out: number, stage, disclosure, masked copy, 经市政府同意."""

    number: str = ""
    stage: Stage = Stage.FINAL
    disclosure: Disclosure = Disclosure.CLOSED
    public: bool = False
    approved: bool = False


def reply_words(rows: CircularRows) -> str:
    """Say by when an answer is due: a date, or working days where no calendar is published."""
    if rows.reply_by is None:
        return "收到本文件之日起10个工作日内"
    return words.day(rows.reply_by)


def contact_note(issuer: Issuer) -> str:
    """Return the 附注 with whom to ask, empty where the issuer names nobody."""
    parts = []
    if issuer.contact:
        parts.append(f"联系人：{issuer.contact}")
    if issuer.telephone:
        parts.append(f"联系电话：{issuer.telephone}")
    return "，".join(parts)


def circular(
    rows: CircularRows, issuer: Issuer, templates: Templates, terms: Terms
) -> Document:
    """Return the circular of a period."""
    maker = _Circular(rows, issuer, templates, terms)
    return Document(
        PaperKind.CIRCULAR, templates.text("circular.title", period=rows.period.title), issuer,
        rows.made_on, tuple(maker.blocks()), Head(number=terms.number), TO,
        tuple(maker.annexes()), contact_note(issuer),
        Imprint(COPIES, issuer.printed_by or issuer.names[0], rows.made_on), terms.stage,
        terms.disclosure, terms.approved, terms.public, origin_of(PaperKind.CIRCULAR, rows),
        f"情况通报　{rows.period.title}",
    )  # fmt: skip


class _Circular:
    """A circular being put together."""

    def __init__(
        self, rows: CircularRows, issuer: Issuer, templates: Templates, terms: Terms
    ) -> None:
        self._rows, self._issuer = rows, issuer
        self._templates, self._terms = templates, terms

    def blocks(self) -> Iterator[Block]:
        """Yield opening, overall figures by dimension, problems by name, demands."""
        rows, text = self._rows, self._templates.text
        lead = text("circular.approved") if self._terms.approved else ""
        opening = text("circular.opening", period=rows.period.title, as_of=words.day(rows.as_of))
        yield Paragraph(f"{lead}{opening}")
        yield Heading("一、总体情况")
        for number, dimension in enumerate(rows.dimensions, 1):
            yield Heading(f"（{words.numeral(number)}）{dimension.name}", 2)
            yield from self._dimension(dimension)
        yield Heading("二、存在的主要问题")
        yield from self._problems()
        yield Heading("三、下一步工作要求")
        yield from self._demands()

    def _dimension(self, dimension: DimensionRow) -> Iterator[Block]:
        if dimension.lead:
            yield Paragraph(dimension.lead)
        else:
            yield Paragraph(_told(dimension))
        if dimension.unavailable:
            yield Paragraph(f"{dimension.unavailable.rstrip('。')}。")
        best = praise(self._rows.bodies, dimension.name)
        if best:
            yield Paragraph(best)

    def _problems(self) -> Iterator[Block]:
        rows = self._rows
        total = len(rows.problems)
        if not total:
            yield Paragraph(f"本期{NONE_FOUND}")
            return
        yield Paragraph(
            f"本期按有文件依据的规则共比对出问题{words.count(total)}条，"
            "逐条列于附件2；状态为“待核实”的，以核实结论为准。"
        )
        number = 0
        for dimension in rows.dimensions:
            chosen = [row for row in rows.problems if row.dimension == dimension.name]
            if chosen:
                number += 1
                yield Heading(f"（{words.numeral(number)}）{dimension.name}方面", 2)
                yield Paragraph("".join(problem_sentences(chosen)))

    def _demands(self) -> Iterator[Block]:
        text = self._templates.text
        of = {row.dimension for row in self._rows.problems}
        parts = [("检查计划制订", "circular.demands_plans"), ("联合检查比例", ""),
                 ("企业检查频次", "circular.demands_frequency"),
                 ("“亮码”入企", "circular.demands_code")]  # fmt: skip
        demands = [text(part) for name, part in parts if part and (name in of or not of)]
        demands.append(
            text("circular.demands_departments", reply_by=reply_words(self._rows),
                 issuer=self._issuer.names[0])
        )  # fmt: skip
        for number, demand in enumerate((one for one in demands if one), 1):
            yield Paragraph(f"{number}.{demand}")

    def annexes(self) -> Iterator[Annex]:
        """Yield the figures by body, the problems by name, and the form to answer with."""
        rows = self._rows
        note = Note(
            f"注：检查少于{rows.minimum}次或者数据质量分不足95%的单位，数值仅供参考，不作比较。"
            "“—”为本期无数据。"
        )
        yield Annex("各单位六项指标一览表", (figures_table(rows.bodies), note), landscape=True)
        if rows.problems:
            table: Block = problems_table(rows.problems, self._terms.public)
        else:
            table = Paragraph(NONE_FOUND)
        yield Annex("问题清单", (table,), landscape=True)
        yield Annex("整改反馈表", (*_form(), feedback_table()), landscape=True)


def _told(dimension: DimensionRow) -> Text:
    """Return the sentence of a dimension's first figure marked as a fact, and the others' words."""
    sentence = lead_of(dimension.figures)
    first = next((one for one in dimension.figures if one.value is not None), None)
    return sentence if first is None else stated(first, sentence, annex=FIGURES)


def _form() -> tuple[Block, ...]:
    return (Paragraph("填报单位（盖章）：　　　　　　　　　　　　填报日期：　　　　年　　月　　日",
                      flush=True, align="left"),)  # fmt: skip


def problems_by_body(rows: CircularRows) -> dict[str, list[ProblemRow]]:
    """Return the problems of each body."""
    found: dict[str, list[ProblemRow]] = {}
    for row in rows.problems:
        for body in row.bodies:
            found.setdefault(body.code, []).append(row)
    return found
