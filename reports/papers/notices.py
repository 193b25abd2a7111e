"""提醒函, 督办函, 督导函, 约谈通知, 专项通报, 核对单: papers to one body or on one matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from data.rows.circular import BodyFigures, CircularRows, ProblemRow
from data.rows.papers import Issuer, PaperKind
from reports import words
from reports.content import Annex, Block, Document, Head, Heading, Imprint, Lines, Paragraph
from reports.papers.circular import Terms, contact_note, copies, reply_words
from reports.papers.circular_parts import (
    check_table,
    confirm_table,
    feedback_table,
    problem_sentences,
    problems_table,
    sentence_of,
)
from reports.papers.origin import origin_of
from reports.templates import Templates

SHOWN = 6
"""More problems than these stand in the annex, the text says them by rule."""
SUPERVISED = ("R6", "R9", "R23")
"""低质量, 走过场, 无计划 (seed, task 8)."""
EMPTY_LINE = "________________"


def topic_of(problems: Sequence[ProblemRow]) -> str:
    """Say what the problems are about: their dimension, or several."""
    found = list(dict.fromkeys(row.dimension for row in problems))
    return found[0] if len(found) == 1 else "涉企行政检查"


def notice(
    kind: PaperKind, rows: CircularRows, body: BodyFigures, problems: Sequence[ProblemRow],
    issuer: Issuer, templates: Templates, terms: Terms, wording: Mapping[str, str] | None = None,
) -> Document:  # fmt: skip
    """Return a notice of a kind to one body about its problems.

    `wording` holds passages a person changed in the draft: title, opening, closing.
    """
    part, topic = kind.value, topic_of(problems)
    values = {"body": body.name, "topic": topic, "period": rows.period.title}
    own = wording or {}
    opening = own.get("opening") or templates.text(f"{part}.opening", **values)
    closing = own.get("closing") or templates.text(
        f"{part}.closing", **values, reply_by=reply_words(rows, kind)
    )
    blocks = [Paragraph(opening), *_told(problems, terms), *_appointment(kind)]
    blocks += [Paragraph(closing)] if closing else []
    annexes = []
    if len(problems) > SHOWN:
        table = problems_table(problems, terms.public)
        annexes.append(Annex("问题清单", (table,), landscape=True))
    if kind in (PaperKind.URGING, PaperKind.SUPERVISION):
        annexes.append(Annex("整改反馈表", (feedback_table(max(len(problems), 4)),), True))
    told = (body.superior,) if body.superior else ()
    return Document(
        kind, own.get("title") or templates.text(f"{part}.title", **values), issuer, rows.made_on,
        tuple(blocks),
        Head(number=terms.number), (body.name,), tuple(annexes), contact_note(issuer),
        Imprint(told, issuer.printed_by or issuer.names[0], rows.made_on), terms.stage,
        terms.disclosure, terms.approved, terms.public,
        origin_of(kind, rows, body.name), f"{kind.label}　{body.name}",
    )  # fmt: skip


def _told(problems: Sequence[ProblemRow], terms: Terms) -> Iterator[Block]:
    """Yield the problems: one by one where few, else by rule, the list being annexed."""
    if len(problems) <= SHOWN:
        for number, row in enumerate(problems, 1):
            yield Paragraph(f"{number}.{sentence_of(row, terms.public)}")
        return
    sentences = list(problem_sentences(problems))
    for number, sentence in enumerate(sentences, 1):
        yield Paragraph(f"{number}.{sentence.partition('，涉及')[0].rstrip('。')}。")
    yield Paragraph(f"以上共{words.count(len(problems))}条，逐条列于附件1。")


def _appointment(kind: PaperKind) -> Iterator[Block]:
    if kind is PaperKind.INTERVIEW:
        yield Lines((("约谈时间", EMPTY_LINE), ("约谈地点", EMPTY_LINE), ("主持人", EMPTY_LINE)))


def named_circular(
    rows: CircularRows, problems: Sequence[ProblemRow], issuer: Issuer, templates: Templates,
    terms: Terms,
) -> Document:  # fmt: skip
    """Return 专项通报: one matter, the bodies by name."""
    topic = topic_of(problems)
    names = list(dict.fromkeys(body.name for row in problems for body in row.bodies))
    blocks: list[Block] = [
        Paragraph(
            f"{rows.period.title}，在{topic}方面比对并核实问题{words.count(len(problems))}条，"
            f"涉及{words.count(len(names))}个单位，现予专项通报。"
        ),
        Heading("一、有关情况"),
        *(Paragraph(sentence) for sentence in problem_sentences(problems)),
        Heading("二、有关要求"),
        Paragraph(
            templates.text("named.demands", reply_by=reply_words(rows), issuer=issuer.names[0])
        ),
    ]  # fmt: skip
    annexes = (
        Annex("问题清单", (problems_table(problems, terms.public),), landscape=True),
        Annex("整改反馈表", (feedback_table(),), landscape=True),
    )
    return Document(
        PaperKind.NAMED_CIRCULAR, f"关于{rows.period.title}{topic}有关问题的专项通报", issuer,
        rows.made_on, tuple(blocks), Head(number=terms.number), tuple(names), annexes,
        contact_note(issuer),
        Imprint(copies(rows, names), issuer.printed_by or issuer.names[0], rows.made_on),
        terms.stage, terms.disclosure, terms.approved, terms.public,
        origin_of(PaperKind.NAMED_CIRCULAR, rows, topic), f"专项通报　{topic}",
    )  # fmt: skip


def check_sheet(
    rows: CircularRows, body: BodyFigures, problems: Sequence[ProblemRow], issuer: Issuer,
    templates: Templates, terms: Terms,
) -> Document:  # fmt: skip
    """Return 核对单: the figures and findings a body is asked to confirm before being named."""
    opening = templates.text(
        "check.opening", period=rows.period.title,
        reply_by=reply_words(rows, PaperKind.CHECK_SHEET),
    )
    blocks: list[Block] = [Paragraph(f"{body.name}：", flush=True), Paragraph(opening)]
    blocks.append(check_table(body))
    if problems:
        blocks.append(confirm_table(problems))
    blocks.append(Paragraph(_how_to_reply(issuer)))
    blocks.append(Lines((("核对人", EMPTY_LINE), ("单位（盖章）", EMPTY_LINE),
                         ("日期", "　　　　年　　月　　日"))))  # fmt: skip
    title = templates.text("check.title", period=rows.period.title)
    return Document(
        PaperKind.CHECK_SHEET, title, issuer, rows.made_on, tuple(blocks),
        stage=terms.stage, provenance=origin_of(PaperKind.CHECK_SHEET, rows, body.name),
        subject=f"核对单　{body.name}",
    )  # fmt: skip


def _how_to_reply(issuer: Issuer) -> str:
    """Say where a confirmed sheet goes, and whom to ask."""
    ask = contact_note(issuer)
    return f"反馈方式：本单填写并加盖公章后报送{issuer.names[0]}{f'（{ask}）' if ask else ''}。"
