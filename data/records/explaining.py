"""Explain a number: its definition and sources, what counts, what was left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from data.measures.asking import Question
from data.measures.compute import Names
from data.measures.compute import measure as ask
from data.measures.definitions import DEFINITIONS, FAMILIES
from data.measures.rulebook import rule_book
from data.measures.settings import GAP
from data.records.behind import OF_FILES, known, records_of_finding, records_of_measure
from data.records.leaving import Cell, left_out
from data.rows.errors import InvalidInput
from data.rows.measures import Definition, Explanation
from data.rows.period import Period
from data.rows.rulesets import RuleBook
from data.rules.listing import finding_by_key

RESTS_ON = {
    **dict.fromkeys(("M6", "M6.bare"), "R1"),
    **dict.fromkeys(("M7", "M7.bare"), "R3"),
    **{"M4.overdue": "R7", "M13": "R17", "M15": "R5"},
}
"""The rule whose threshold a measure takes."""


def explain_measure(
    session: Session,
    measure: str,
    period: Period,
    by: Sequence[str] = (),
    key: Sequence[str] = (),
    basis: str = "visits",
    today: date | None = None,
) -> Explanation:
    """Return how a measure, or one cell of it, came about."""
    chosen, day = known(measure), today or date.today()
    definition = DEFINITIONS[chosen]
    value = ask(session, period, [chosen], by, basis, day).get(chosen)
    numerator, denominator, unknown = value.numerator, value.denominator, value.unknown
    if by:
        cell = next((group for group in value.groups if group.key == tuple(key)), None)
        if cell is None:
            raise InvalidInput(f"{period.title}没有“{'、'.join(key)}”这一格的数据。")
        numerator, denominator, unknown = cell.numerator, cell.denominator, cell.unknown
    fraction = f"{numerator:,}" if denominator is None else f"{numerator:,} ÷ {denominator:,}"
    asked_for = replace(definition, target=value.target)
    text = _text(rule_book(session), asked_for, period, fraction, basis)
    if chosen in FAMILIES[GAP] and value.note:
        text += f"\n{value.note}"
    included = numerator
    if chosen not in OF_FILES:
        found = records_of_measure(session, chosen, period, by, key, "numerator", basis, day)
        included = len(found)
    question = Question(session, period, tuple(by), basis, day)
    asked = Cell(question, tuple(key), Names(session).ids(by, key))
    return Explanation(text, included, left_out(chosen, asked, unknown), definition)


def _text(book: RuleBook, definition: Definition, period: Period, fraction: str, basis: str) -> str:
    """Return the figure with its definition, source, counting basis, rule sets and target."""
    sets = "、".join(map(book.title_of, book.sets_of(period.first_day, period.last_day)))
    words = "按次（一次入企计一次）" if basis == "visits" else "按记录（每单位每行计一次）"
    text = (
        f"{definition.name}（{definition.id}），{period.title}：{fraction}。\n"
        f"算法：{definition.text}\n来源：{definition.source}\n口径：{words}\n规则集：{sets}"
    )
    rule = RESTS_ON.get(definition.id)
    if rule is not None:
        ruled = book.text_in(rule, book.set_for(period.last_day)[0].name)
        text += f"\n所用规则：{ruled.id} {ruled.name}。{ruled.text}"
    if definition.target is None:
        return text
    target = definition.target
    sign = {">=": "不低于", "<=": "不高于"}[target.op]
    figure = f"{target.value:.0%}" if definition.share else f"{target.value:g}"
    scope = "全市" if target.scope == "city" else "各单位"
    return f"{text}\n目标：{sign}{figure}（{scope}，{target.force.label}）"


def explain_finding(session: Session, key: str) -> Explanation:
    """Return why a finding stands: the rule's text, source and force, and its records."""
    finding = finding_by_key(session, key)
    rule, book = finding.rule_text, rule_book(session)
    text = (
        f"{finding.row.sentence}\n规则 {rule.id} {rule.name}：{rule.text}\n"
        f"来源：{rule.source}\n效力：{rule.force.label}　规则集：{book.title_of(rule.ruleset)}"
        + ("（试算）" if finding.row.trial else "")
    )
    return Explanation(text, len(records_of_finding(session, key)), ())
