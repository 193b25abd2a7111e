"""双随机抽取承诺书, shown before a draw, and 双随机抽取证明, with which anyone repeats it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from data.rows.draw_method import METHOD
from data.rows.draw_wishes import percent_text, rules_words
from data.rows.draws import (
    DrawnRow,
    DrawSheet,
    DrawState,
    drawn_rows,
    standing_rows,
)
from data.rows.papers import Issuer, PaperKind
from reports import words
from reports.content import (
    Annex,
    Block,
    Cell,
    CellLike,
    Column,
    Document,
    Heading,
    Lines,
    Note,
    Paragraph,
    Provenance,
    TableBlock,
)
from reports.papers.facts import count_cell
from reports.papers.origin import MARK

MILLION = 1_000_000
BEIJING = timezone(timedelta(hours=8))
NO_WITNESS = (
    "本次没有约定公开数，结果只取决于承办人保管的种子；"
    "种子在承诺时已经确定，此后不能更换，但承办人可能提前知道结果。"
)


def promise_paper(sheet: DrawSheet, issuer: Issuer, sample: bool = False) -> Document:
    """Return 承诺书: the hash and all it binds, without the seed."""
    row = sheet.row
    blocks: list[Block] = [
        Paragraph(f"{row.title}定于{words.day(row.held)}抽取。现将承诺值公布如下，"
                  "抽取后公布种子和抽取说明，任何人可以核对抽取前后没有更换名单、规则和种子。"),
        _numbers(sheet), Heading("一、规则"), Lines(rules_words(sheet.plan.rules)),
        Heading("二、分层和名额"), *_strata(sheet), *_earlier(sheet, "三"),
    ]  # fmt: skip
    return _paper(PaperKind.DRAW_PROMISE, f"{row.title}抽取承诺书", sheet, issuer, tuple(blocks),
                  (), sample)  # fmt: skip


def draw_paper(sheet: DrawSheet, issuer: Issuer, sample: bool = False) -> Document:
    """Return 证明: seed, result and method; together with the .json file anyone repeats it."""
    assert sheet.outcome is not None
    row, rows = sheet.row, drawn_rows(sheet.plan, sheet.outcome)
    people = sum(len(one.officers) for one in rows)
    how = Note("注：“已查”为本年被检查或抽中的次数。抽取说明全文在同名的.json文件中，"
               "任何人可按附件所载方法重新抽取核对。")  # fmt: skip
    told = f"，派出执法人员{words.count(people)}人次" if people else ""
    blocks: list[Block] = [
        Paragraph(f"{row.title}已于{_moment(row.ended_at)}抽取。从{words.count(row.objects)}户中抽取"
                  f"{words.count(len(rows))}户{told}。"),
        _numbers(sheet), Heading("一、抽取结果"), _result(rows), how, *_short(sheet),
        *_stood_in(sheet),
        Heading("二、规则"), Lines(rules_words(sheet.plan.rules)),
        Heading("三、分层和名额"), *_strata(sheet), *_earlier(sheet, "四"),
    ]  # fmt: skip
    method = Annex("抽取方法", tuple(Paragraph(f"{place}.{text}")
                                 for place, text in enumerate(METHOD, 1)))  # fmt: skip
    return _paper(PaperKind.DRAW_CERTIFICATE, f"{row.title}抽取证明", sheet, issuer,
                  tuple(blocks), (method,), sample)  # fmt: skip


def _paper(
    kind: PaperKind, title: str, sheet: DrawSheet, issuer: Issuer, blocks: tuple[Block, ...],
    annexes: tuple[Annex, ...], sample: bool,
) -> Document:  # fmt: skip
    row = sheet.row
    origin = Provenance(
        row.held, row.commitment, (), filters=sheet.plan.people.source,
        verify="|".join((MARK, kind.value, row.number, row.commitment)), sample=sample,
    )  # fmt: skip
    return Document(
        kind, title, issuer, row.held, blocks, annexes=annexes, provenance=origin,
        subject=kind.label, keywords=(row.number, row.commitment),
    )  # fmt: skip


def _numbers(sheet: DrawSheet) -> TableBlock:
    row, people = sheet.row, sheet.plan.people
    pairs = [
        ("抽取编号", row.number), ("抽取日期", words.day(row.held)),
        ("抽取范围", f"{people.source}；{words.count(row.objects)}户"),
        ("人员范围", f"{words.count(row.officers)}人，回避关系{words.count(len(people.avoid))}对"),
    ]  # fmt: skip
    pairs += [("未列入范围", f"{why}{words.count(count)}") for why, count in people.left_out]
    pairs += [
        ("承诺人和时间", f"{row.actor}，{_moment(row.at)}"), ("承诺值", row.commitment),
        ("抽取说明SHA-256", hashlib.sha256(sheet.text.encode()).hexdigest()),
        ("前一次承诺值", row.previous or "无，这是第一次"),
        ("约定的公开数", row.agreed or NO_WITNESS),
    ]  # fmt: skip
    if row.state is DrawState.DRAWN:
        pairs += [
            ("抽取人和时间", f"{row.ended_by}，{_moment(row.ended_at)}"), ("种子", row.seed),
            ("公开数", row.witness or "无"), ("结果SHA-256", row.result),
        ]  # fmt: skip
    elif row.state is DrawState.ABANDONED:
        why = f"{row.ended_by}，{_moment(row.ended_at)}：{row.reason}"
        pairs += [("作废", why), ("种子", row.seed)]
    return TableBlock((Column("项目", 110), Column("内容", 330)), tuple(pairs), name="抽取事项")


def _moment(at: str) -> str:
    """Write a moment as 北京时间."""
    here = datetime.fromisoformat(at).astimezone(BEIJING)
    return f"{words.day(here.date())}{here:%H:%M}"


def _result(rows: tuple[DrawnRow, ...]) -> TableBlock:
    columns = (
        Column("序号", 30, "center"), Column("企业", 118), Column("统一社会信用代码", 112),
        Column("信用", 32, "center"), Column("风险", 32, "center"), Column("已查", 32, "right"),
        Column("执法人员", 60), Column("执法证号", 78),
    )  # fmt: skip
    cells: tuple[tuple[CellLike, ...], ...] = tuple(
        (Cell(str(row.place), row.place, "count"), row.name, row.code, row.credit, row.risk,
         count_cell(row.times), *_people(row))
        for row in rows
    )  # fmt: skip
    return TableBlock(columns, cells, name="抽取结果")


def _people(row: DrawnRow) -> tuple[str, str]:
    """Return names and badges, each officer on a line of its own."""
    if not row.officers:
        return words.ABSENT, words.ABSENT
    return (
        "\n".join(one.name or words.ABSENT for one in row.officers),
        "\n".join(one.badge for one in row.officers),
    )


def _short(sheet: DrawSheet) -> Iterator[Block]:
    assert sheet.outcome is not None
    short, pair = sheet.outcome.short, sheet.plan.rules.pair
    if short:
        names = {one.code: one.name for one in sheet.plan.people.objects}
        columns = (
            Column("企业", 180), Column("单位", 120), Column("需", 36, "right"),
            Column("不回避", 44, "right"), Column("已抽", 36, "right"), Column("缺", 36, "right"),
        )  # fmt: skip
        rows: list[tuple[CellLike, ...]] = [
            (names[one.code], one.body or words.ABSENT,
             *map(count_cell, (pair, one.eligible, pair - one.lacks, one.lacks)))
            for one in short
        ]  # fmt: skip
        total = sum(one.lacks for one in short)
        yield Paragraph(f"因回避或每人最多户数所限，下列{words.count(len(short))}处没有抽满，"
                        f"共缺{words.count(total)}人次，须另行补足。")  # fmt: skip
        yield TableBlock(columns, tuple(rows), name="未抽满")
    elif sheet.plan.rules.pair and sheet.plan.people.officers:
        yield Note("注：人员均已抽满，没有违反回避关系。")


def _stood_in(sheet: DrawSheet) -> Iterator[Block]:
    """Yield who stood in for whom, why and when, and who goes where since."""
    if not sheet.substitutes:
        return
    names = {one.code: one.name for one in sheet.plan.people.objects}
    people = {one.badge: one.name or one.badge for one in sheet.plan.people.officers}
    columns = (
        Column("次序", 30, "center"), Column("退出", 130), Column("替补", 130), Column("理由", 130),
        Column("办理人和时间", 100),
    )  # fmt: skip
    rows: list[tuple[CellLike, ...]] = []
    for place, one in enumerate(sheet.substitutes, 1):
        who = (names[one.code], names.get(one.found, one.found))
        if one.badge:
            who = (f"{people[one.badge]}（{one.badge}），{names[one.code]}",
                   f"{people[one.found]}（{one.found}）")  # fmt: skip
        rows.append((count_cell(place), *who, one.reason, f"{one.actor}，{_moment(one.at)}"))
    yield Paragraph(f"抽取以后替补{words.count(len(rows))}次，由承诺时定下的次序中接着的一个替补，"
                    "替补以后的名单如下。")  # fmt: skip
    yield TableBlock(columns, tuple(rows), name="替补")
    yield replace(_result(standing_rows(sheet)), name="替补以后的名单")


def _strata(sheet: DrawSheet) -> Iterator[Block]:
    columns = (
        Column("信用", 70, "center"), Column("风险", 70, "center"), Column("户数", 80, "right"),
        Column("份额", 90, "right"), Column("名额", 80, "right"),
    )  # fmt: skip
    rows: list[tuple[CellLike, ...]] = [
        (one.credit, one.risk, count_cell(one.size), percent_text(one.share, MILLION),
         count_cell(one.quota))
        for one in sheet.strata
    ]  # fmt: skip
    size, quota = (sum(getattr(one, name) for one in sheet.strata) for name in ("size", "quota"))
    rows.append(("合计", "", count_cell(size), "", count_cell(quota)))
    yield TableBlock(columns, tuple(rows), total=True, name="分层和名额")
    yield Note("注：份额为抽查比例乘以风险系数，最多100%；抽查比例、风险系数由参数设定。")


def _earlier(sheet: DrawSheet, number: str) -> Iterator[Block]:
    yield Heading(f"{number}、本年此前的抽取")
    if not sheet.earlier:
        yield Paragraph("本年此前没有作出过抽取承诺。")
        return
    columns = (
        Column("编号", 66), Column("名称", 130), Column("状态", 58, "center"),
        Column("作废理由", 90), Column("承诺值", 150),
    )  # fmt: skip
    rows = tuple(
        (one.number, one.title, one.word, one.reason or words.ABSENT, one.commitment)
        for one in sheet.earlier
    )
    gone = sum(one.state is DrawState.ABANDONED for one in sheet.earlier)
    yield Paragraph(f"本年此前作出承诺{words.count(len(rows))}次，其中作废{words.count(gone)}次。")
    yield TableBlock(columns, rows, name="此前的抽取")
