"""情况通报 of a period: six sections, problems by name, demands, three annexes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from data.rows.briefing import DimensionRow
from data.rows.circular import BodyFigures, CircularRows
from data.rows.enums import Force
from data.rows.papers import Disclosure, Issuer, PaperKind, Stage
from reports import words
from reports.content import (
    Annex,
    Block,
    Document,
    Fact,
    Head,
    Heading,
    Imprint,
    Note,
    Paragraph,
    Run,
    Text,
    runs_of,
    said,
)
from reports.papers.briefing import lead_of
from reports.papers.briefing_gap import gap_words
from reports.papers.circular_parts import (
    city_table,
    feedback_table,
    figures_table,
    lagging,
    praise,
    problem_sentences,
    problems_table,
)
from reports.papers.evidence import FINDINGS, INDEX_NOTE, index_table, numbered
from reports.papers.facts import (
    count_fact,
    joined,
    key_of,
    stated,
    stated_all,
    stated_values,
)
from reports.papers.origin import origin_of
from reports.templates import Templates

TO = ("各市（县）、区司法局，无锡经开区相关部门", "市各有关部门和单位")
COPIES = ("联席会议召集人", "市纪委监委机关", "市委办公室", "市政府办公室")
NAMED_TO = 15
"""So many bodies are addressed by name."""
PROBLEMS, FEEDBACK, EVIDENCE = 2, 3, 4
"""Numbers of the annexes after the first, 各单位六项指标一览表."""
NONE_FOUND = "未发现需要通报的问题。"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a paper goes out: number, stage, disclosure, masked copy, 经市政府同意."""

    number: str = ""
    stage: Stage = Stage.FINAL
    disclosure: Disclosure = Disclosure.CLOSED
    public: bool = False
    approved: bool = False


def reply_words(rows: CircularRows, kind: PaperKind = PaperKind.CIRCULAR) -> str:
    """Say by when an answer is due: a date, or working days where no calendar is published.

    Each kind has its own clock (RULES.md, accountability ladder).
    """
    clocks = rows.clocks
    clock = {
        PaperKind.REMINDER: clocks.remind, PaperKind.CHECK_SHEET: clocks.check,
        PaperKind.CIRCULAR: clocks.circular, PaperKind.NAMED_CIRCULAR: clocks.circular,
    }.get(kind, clocks.urge)  # fmt: skip
    due = clock.due
    return f"收到本文件之日起{clock.days}个工作日内" if due is None else f"{words.day(due)}前"


def recipients(rows: CircularRows) -> tuple[str, ...]:
    """Return 主送: the bodies concerned by name where they are few, else by their groups."""
    concerned = [body for body in rows.bodies if body.counts or _visits(body)]
    if not concerned or len(concerned) > NAMED_TO:
        return TO
    return tuple(dict.fromkeys(body.name for body in concerned))


def _visits(body: BodyFigures) -> float:
    one = body.of("M9")
    return 0.0 if one is None else one.value or 0.0


def copies(rows: CircularRows, names: Collection[str] = ()) -> tuple[str, ...]:
    """Return 抄送: the usual ones and the superiors of 垂直管理 bodies with problems.

    `names` are the bodies a paper names, none for all of them.
    """
    above = (body.superior for body in rows.bodies
             if body.vertical and body.counts and (not names or body.name in names))  # fmt: skip
    return tuple(dict.fromkeys((*COPIES, *above)))


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
        rows.made_on, tuple(maker.blocks()), Head(number=terms.number),
        recipients(rows), tuple(maker.annexes()), contact_note(issuer),
        Imprint(copies(rows), issuer.printed_by or issuer.names[0], rows.made_on), terms.stage,
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
        if rows.corrections:
            place = words.numeral(len(rows.dimensions) + 1)
            yield Heading(f"（{place}）封账后的更正", 2)
            yield from (Paragraph(told) for told in rows.corrections)
        yield Heading("二、存在的主要问题")
        yield from self._problems()
        yield Heading("三、下一步工作要求")
        yield from self._demands()

    def _dimension(self, dimension: DimensionRow) -> Iterator[Block]:
        if dimension.lead:
            yield Paragraph(stated_values(dimension.figures, dimension.lead, EVIDENCE))
        else:
            yield Paragraph(_told(dimension))
        yield from _against_goal(dimension)
        if dimension.unavailable:
            yield Paragraph(f"{dimension.unavailable.rstrip('。')}。")
        for told in (praise, lagging):
            ends = told(self._rows.bodies, dimension, EVIDENCE)
            if ends:
                yield Paragraph(ends)

    def _problems(self) -> Iterator[Block]:
        rows = self._rows
        total = len(rows.problems)
        if not total:
            yield Paragraph(f"本期{NONE_FOUND}")
            return
        yield Paragraph((
            Run("本期按有文件依据的规则共比对出问题"),
            said(count_fact(FINDINGS, total, "条", PROBLEMS)),
            Run("，逐条列于附件2；状态为“待核实”的，以核实结论为准。"),
        ))  # fmt: skip
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
        parts = [("平台使用度", "platform"), ("检查计划制订", "plans"),
                 ("企业检查频次", "frequency"), ("联合检查比例", "joint"),
                 ("“亮码”入企", "code"), ("层级间联动", "levels")]  # fmt: skip
        demands = [text(f"circular.demands_{part}") for name, part in parts
                   if name in of or not of]  # fmt: skip
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
        tables: list[Block] = [city_table(rows.dimensions), figures_table(rows.bodies), note]
        tables += [Note(f"{one.body}对“{one.name}”有异议，正在核定{_why(one.words)}。")
                   for one in rows.disputed]  # fmt: skip
        yield Annex("各单位六项指标一览表", tuple(tables), landscape=True)
        if rows.problems:
            table: Block = problems_table(rows.problems, self._terms.public)
        else:
            table = Paragraph(NONE_FOUND)
        yield Annex("问题清单", (table,), landscape=True)
        yield Annex("整改反馈表", (*_form(), feedback_table()), landscape=True)
        facts = numbered([fact for fact in self._facts() if fact.annex == EVIDENCE])
        if facts:
            yield Annex("数字依据清单", (index_table(facts, self._names()), INDEX_NOTE))

    def _facts(self) -> Iterator[Fact]:
        for block in self.blocks():
            if isinstance(block, Paragraph):
                yield from (run.fact for run in runs_of(block.text) if run.fact is not None)

    def _names(self) -> dict[str, str]:
        """Return what each figure is called: the measure, of a body with the body's name."""
        rows = self._rows
        city = {one.id: f"全市{one.name}" for part in rows.dimensions for one in part.figures}
        return city | {key_of(one.id, body.code): f"{body.name}{one.name}"
                       for body in rows.bodies for one in body.indicators}  # fmt: skip


def _told(dimension: DimensionRow) -> Text:
    """Return the sentence of a dimension with each of its figures marked as a fact."""
    return stated_all(dimension.figures, lead_of(dimension.figures), EVIDENCE)


def _against_goal(dimension: DimensionRow) -> Iterator[Block]:
    """Yield how the city stands to the 25 % of 双随机 joint supervision, and what is missing.

    A gap that is 参考, by another reading of the share, does not stand in a paper that names.
    """
    figures = {one.id: one for one in dimension.figures if one.value is not None}
    share, new, merge = (figures.get(one) for one in ("M1", "M2.new", "M2.merge"))
    if share is None:
        return
    told = stated(share, f"{words.sentence(share)}。", annex=EVIDENCE)
    is_hint = new is not None and new.target is not None and new.target.force is Force.HINT
    if new is not None and new.value and not is_hint:
        pairs = None if merge is None or merge.value is None else int(merge.value)
        told = joined(told, f"{gap_words(int(new.value), pairs)}。")
    yield Paragraph(told)


def _why(words_: str) -> str:
    return f"（{words_.rstrip('。')}）" if words_ else ""


def _form() -> tuple[Block, ...]:
    return (Paragraph("填报单位（盖章）：　　　　　　　　　　　　填报日期：　　　　年　　月　　日",
                      flush=True, align="left"),)  # fmt: skip
