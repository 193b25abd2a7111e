"""Making the papers of a period from rows that are collected once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from data.oversight.briefing import collect
from data.oversight.issuing import default_issuer, issuer, issuers
from data.oversight.meeting_rows import meeting_of_period, meeting_sheet
from data.oversight.papers.circular import collect_circular, collect_notices
from data.oversight.papers.proposing import Proposal, asked_for, propose, to_confirm, verified
from data.rows.briefing import BriefingRows
from data.rows.circular import BodyFigures, CircularRows, ProblemRow
from data.rows.errors import InvalidInput, NotFound
from data.rows.joint_letters import JointLetterRows
from data.rows.meetings import MeetingSheet
from data.rows.papers import Disclosure, Issuer, PaperKind, Stage
from data.rows.period import Period
from data.store.database import Database

if TYPE_CHECKING:
    from reports.content import Document, Fact
    from reports.lint import Fault
    from reports.papers.circular import Terms

Step = Callable[[int, int, str], None]
NOTICES = "notices"
DEFAULT = ("briefing", "circular", NOTICES, "annexes")
"""What `brief` makes unless told otherwise (EXCHANGE.md, section 3)."""
OF_BODIES = (PaperKind.REMINDER, PaperKind.URGING, PaperKind.SUPERVISION, PaperKind.INTERVIEW,
             PaperKind.CHECK_SHEET)  # fmt: skip
ONE_EACH = (*OF_BODIES, PaperKind.JOINT_LETTER)
"""Papers of which each body concerned gets its own."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which papers of a period are wanted, and how they go out."""

    period: Period
    today: date
    papers: tuple[str, ...] = DEFAULT
    issuer: str = ""
    number: str = ""
    stage: Stage = Stage.FINAL
    disclosure: Disclosure | None = None
    public: bool = False
    approved: bool = False
    body: str = ""
    templates: Path | None = None
    meeting: int | None = None
    """The joint meeting 会议议程 and 纪要 are of; without one the last of the period."""


@dataclass(frozen=True, slots=True)
class Made:
    """A document made for a paper; `tail` is the body's name in the file's name.

    `keys` are the stable keys of the findings it speaks of, `facts` the figures its lists are of
    where the document is not the one that states them.
    """

    paper: str
    label: str
    document: Document
    tail: str = ""
    keys: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass
class Desk:
    """The papers of an order, made from rows that are collected once."""

    db: Database
    order: Order

    @cached_property
    def circular_rows(self) -> CircularRows:
        """The rows of the circular and of all notices."""
        with self.db.reading() as session:
            rows = collect_circular(session, self.order.period, self.order.today)
        return replace(rows, corrections=self.corrections)

    @cached_property
    def notice_rows(self) -> CircularRows:
        """The rows of notices: those of the circular where they are at hand, else without the
        city's figures, which takes a third of the time."""
        if "circular_rows" in self.__dict__:
            return self.circular_rows
        with self.db.reading() as session:
            return collect_notices(session, self.order.period, self.order.today)

    @cached_property
    def briefing_rows(self) -> BriefingRows:
        """The rows of the briefing."""
        with self.db.reading() as session:
            rows = collect(session, self.order.period, self.order.today)
        return replace(rows, quality=(*rows.quality, *self.corrections))

    @cached_property
    def joint_rows(self) -> tuple[JointLetterRows, ...]:
        """The rows of the letters to the bodies that lead accepted merges of plans."""
        from data.planning.letters import collect_joint_letters

        with self.db.reading() as session:
            return collect_joint_letters(session, self.order.period, self.order.today)

    @cached_property
    def corrections(self) -> tuple[str, ...]:
        """What changed of closed months since they were closed, to be listed in this issue."""
        from console.operations.corrections import corrections_of

        return corrections_of(self.db, self.order.period, self.order.today)

    def reordered(self, order: Order) -> Desk:
        """Return a desk for another order; rows of the same period and day are kept."""
        other = Desk(self.db, order)
        if (order.period, order.today) == (self.order.period, self.order.today):
            for name in ("circular_rows", "notice_rows", "briefing_rows", "joint_rows",
                         "corrections"):  # fmt: skip
                if name in self.__dict__:
                    other.__dict__[name] = self.__dict__[name]
        return other

    def issuer_of(self, kind: PaperKind) -> Issuer:
        """Return the chosen issuer, else the usual one of the kind."""
        with self.db.reading() as session:
            if self.order.issuer:
                return issuer(session, self.order.issuer)
            return default_issuer(session, kind)

    def terms(self) -> Terms:
        """Return how the papers go out; a public copy is 主动公开 unless said otherwise."""
        from reports.papers.circular import Terms

        usual = Disclosure.PUBLIC if self.order.public else Disclosure.CLOSED
        return Terms(self.order.number, self.order.stage, self.order.disclosure or usual,
                     self.order.public, self.order.approved)  # fmt: skip

    def enterprises(self) -> frozenset[str]:
        """Return the enterprises the rows in use name: a public copy must hold none of them."""
        found: set[str] = set()
        if {"circular_rows", "notice_rows"} & self.__dict__.keys():
            problems = self.notice_rows.problems
            found |= {row.subject.name for row in problems if row.of_enterprise}
        if "briefing_rows" in self.__dict__:
            found |= {row.enterprise for row in self.briefing_rows.over}
        return frozenset(found)

    def numerators(self) -> dict[str, int]:
        """Return how many records the city's figures count, as far as rows were collected."""
        rows = (self.__dict__.get(name) for name in ("circular_rows", "briefing_rows"))
        figures = (figure for one in rows if one is not None
                   for dimension in one.dimensions for figure in dimension.figures)  # fmt: skip
        return {one.id: one.numerator for one in figures if one.numerator is not None}

    def faults(self, document: Document) -> list[Fault]:
        """Return what is wrong with a document, enterprises a public copy names among it."""
        from reports.lint import check

        return check(document, self.enterprises() if self.order.public else ())

    def make(self, paper: str) -> Iterator[Made]:
        """Yield the documents of a paper: one, or one for each body concerned.

        Of a public order each is a public copy, so that the check refuses what is not masked.
        """
        for one in self._made(paper):
            if not self.order.public or one.document.public:
                yield one
            else:
                open_to_all = replace(one.document, public=True, disclosure=Disclosure.PUBLIC)
                yield replace(one, document=open_to_all)

    def _made(self, paper: str) -> Iterator[Made]:
        if paper == NOTICES:
            yield from self._of_bodies(propose(self.notice_rows))
        else:
            kind = kind_of(paper)
            if kind in OF_BODIES:
                yield from self._of_bodies(self._chosen(kind))
            elif kind is PaperKind.JOINT_LETTER:
                yield from self._joint_letters()
            elif kind is PaperKind.ANNEXES:
                yield self._annexes()
            else:
                yield Made(paper, kind.label, self._single(kind), keys=self._keys(kind))

    def _single(self, kind: PaperKind) -> Document:
        from reports.papers.briefing import briefing
        from reports.papers.circular import circular
        from reports.papers.lists import draft_sheet, frequency_list, plan_summary
        from reports.papers.meetings import agenda, minutes
        from reports.papers.notices import named_circular
        from reports.papers.summaries import one_page, report, request, submission
        from reports.templates import load

        who, terms = self.issuer_of(kind), self.terms()
        texts = load(self.order.templates)
        if kind is PaperKind.BRIEFING:
            return briefing(self._briefing_rows(), who, terms.number, terms.stage)
        if kind is PaperKind.FREQUENCY_LIST:
            return frequency_list(self.briefing_rows, who, terms)
        if kind is PaperKind.DRAFT_SHEET:
            return draft_sheet(self._single(PaperKind.CIRCULAR))
        rows = self.circular_rows
        if kind is PaperKind.PLAN_SUMMARY:
            return plan_summary(rows, who, terms)
        if kind is PaperKind.CIRCULAR:
            return circular(rows, who, texts, terms)
        if kind is PaperKind.NAMED_CIRCULAR:
            return named_circular(rows, self._worst(), who, texts, terms)
        makers = {
            PaperKind.ONE_PAGE: one_page, PaperKind.REPORT: report, PaperKind.REQUEST: request,
            PaperKind.SUBMISSION: submission, PaperKind.AGENDA: agenda, PaperKind.MINUTES: minutes,
        }  # fmt: skip
        if kind not in makers:
            raise InvalidInput(f"{kind.label}不能按期间生成。")
        if kind in (PaperKind.AGENDA, PaperKind.MINUTES):
            rows = replace(rows, meeting=self._meeting())
        return makers[kind](rows, who, texts, terms)

    def _briefing_rows(self) -> BriefingRows:
        """Return the rows of the briefing, enterprises masked where the order is public."""
        from reports.papers.lists import masked

        rows = self.briefing_rows
        if not self.order.public:
            return rows
        return replace(rows, over=tuple(masked(row) for row in rows.over))

    def _meeting(self) -> MeetingSheet | None:
        """Return the joint meeting asked for, else that of the period, None where there is none."""
        with self.db.reading() as session:
            if self.order.meeting is not None:
                return meeting_sheet(session, self.order.meeting, self.order.today)
            return meeting_of_period(session, self.order.period, self.order.today)

    def _keys(self, kind: PaperKind) -> tuple[str, ...]:
        if kind in (PaperKind.BRIEFING, PaperKind.FREQUENCY_LIST):
            return ()
        rows = self._worst() if kind is PaperKind.NAMED_CIRCULAR else self.circular_rows.problems
        return tuple(row.key for row in rows)

    def _worst(self) -> tuple[ProblemRow, ...]:
        """Return what was found 属实 and 红 in the dimension with most of it."""
        problems = verified(self.circular_rows.problems)
        if not problems:
            raise InvalidInput(
                f"{self.order.period.title}没有经核实属实的问题，不能发专项通报。"
                "请先发核对单，核实后再办。", code="no_data",
            )  # fmt: skip
        counts: dict[str, int] = {}
        for row in problems:
            counts[row.dimension] = counts.get(row.dimension, 0) + row.severity.value
        worst = max(sorted(counts), key=lambda name: counts[name])
        return tuple(row for row in problems if row.dimension == worst)

    def _chosen(self, kind: PaperKind) -> list[Proposal]:
        """Return the bodies a kind of notice goes to: the one asked for, or all concerned."""
        if kind is PaperKind.CHECK_SHEET and self.order.public:
            raise InvalidInput("核对单只发给被核对的单位，没有公开稿，请取消“公开稿”。")
        rows = self.notice_rows
        if not self.order.body:
            found = to_confirm(rows) if kind is PaperKind.CHECK_SHEET else [
                one for one in propose(rows) if one.kind is kind
            ]  # fmt: skip
            return found
        return [asked_for(kind, rows, find_body(rows, self.order.body))]

    def _of_bodies(self, proposals: Sequence[Proposal]) -> Iterator[Made]:
        from reports.papers.notices import check_sheet, notice
        from reports.templates import load

        texts, terms = load(self.order.templates), self.terms()
        for one in proposals:
            if self.order.body and self.order.body not in (one.body.code, one.body.name):
                continue
            who = self.issuer_of(one.kind)
            if one.kind is PaperKind.CHECK_SHEET:
                made = check_sheet(self.notice_rows, one.body, one.problems, who, texts, terms)
            else:
                made = notice(one.kind, self.notice_rows, one.body, one.problems, who, texts,
                              terms)  # fmt: skip
            keys = tuple(row.key for row in one.problems)
            yield Made(one.kind.value, one.kind.label, made, one.body.name, keys)

    def _joint_letters(self) -> Iterator[Made]:
        """Yield the letters to the bodies that lead accepted merges, or to the one asked for."""
        from reports.papers.joint_letters import joint_letter
        from reports.templates import load

        kind, asked = PaperKind.JOINT_LETTER, self.order.body
        if self.order.public:
            raise InvalidInput("联合检查函只发给牵头单位，没有公开稿，请取消“公开稿”。")
        texts, terms, who = load(self.order.templates), self.terms(), self.issuer_of(kind)
        for rows in self.joint_rows:
            if asked in ("", rows.lead.code, rows.lead.name):
                made = joint_letter(rows, who, texts, terms)
                yield Made(kind.value, kind.label, made, rows.lead.name)

    def _annexes(self) -> Made:
        """Return the circular's annexes as a paper of their own."""
        from reports.content import Head, Imprint, Paragraph

        whole, kind = self._single(PaperKind.CIRCULAR), PaperKind.ANNEXES
        listed = tuple(
            Paragraph(f"附件{number}　{annex.title}", flush=True)
            for number, annex in enumerate(whole.annexes, 1)
        )
        title = f"{self.order.period.title}{kind.label}"
        made = replace(whole, kind=kind, title=title, blocks=listed, to=(), note="", head=Head(),
                       imprint=Imprint(), subject=title)  # fmt: skip
        return Made(kind.value, kind.label, made, keys=self._keys(kind),
                    facts=tuple(whole.facts()))  # fmt: skip


def kind_of(paper: str) -> PaperKind:
    """Return a paper by its code; InvalidInput names those there are."""
    try:
        return PaperKind(paper)
    except ValueError as exc:
        known = "、".join(f"{code}（{label}）" for code, label in papers().items())
        raise InvalidInput(f"没有文件种类“{paper}”，可用：{known}。") from exc


def papers() -> dict[str, str]:
    """Return the papers that can be made of a period, by code with their names."""
    made = (PaperKind.BRIEFING, PaperKind.ONE_PAGE, PaperKind.CIRCULAR, PaperKind.NAMED_CIRCULAR)
    upward = (PaperKind.REPORT, PaperKind.REQUEST, PaperKind.SUBMISSION)
    meeting = (PaperKind.AGENDA, PaperKind.MINUTES)
    lists = (PaperKind.FREQUENCY_LIST, PaperKind.PLAN_SUMMARY, PaperKind.DRAFT_SHEET)
    kinds = (*made, PaperKind.ANNEXES, *ONE_EACH, *upward, *meeting, *lists)
    return {**{kind.value: kind.label for kind in kinds}, NOTICES: "提醒函、督办函、督导函"}


def find_body(rows: CircularRows, asked: str) -> BodyFigures:
    """Return a body by code or name; NotFound says so."""
    for body in rows.bodies:
        if asked in (body.code, body.name):
            return body
    raise NotFound(f"没有检查单位“{asked}”，请核对单位编码或名称。")


def known_issuers(db: Database) -> tuple[Issuer, ...]:
    """Return the issuers people can choose from."""
    with db.reading() as session:
        return issuers(session)
