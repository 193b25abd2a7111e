"""The certificate of a draw as a JSON object, and whether one holds; needs no database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.drawing.canonical import plan_of, text_of
from data.drawing.drawing import draw
from data.drawing.strata import strata_of
from data.drawing.stream import SEED_BYTES, commitment_of
from data.drawing.substituting import replay
from data.rows.draw_method import METHOD
from data.rows.draws import DrawPlan, DrawSheet, Outcome, drawn_rows, shortage_words
from data.rows.errors import InvalidInput

FORM = "lianxi-draw-certificate-1"
NEEDED = ("description", "commitment", "seed", "witness", "drawn", "result_sha256")
Content = Mapping[str, Any]
"""What a JSON file holds is of many types until it is checked."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking a certificate found; it holds where nothing is wrong."""

    number: str
    commitment: str
    drawn: int
    problems: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Return whether everything came out as it is written."""
        return not self.problems


def result_digest(outcome: Outcome) -> str:
    """Return the SHA-256 of the lines 企业编号, tab, 执法证号 joined by commas."""
    lines = "".join(f"{one.code}\t{','.join(one.badges)}\n" for one in outcome.drawn)
    return hashlib.sha256(lines.encode()).hexdigest()


def certificate(sheet: DrawSheet) -> dict[str, object]:
    """Return what a finished draw's certificate holds; InvalidInput before it was drawn."""
    if sheet.outcome is None:
        raise InvalidInput(
            f"抽取 {sheet.row.number} {sheet.row.word}，还没有结果，不能出具证明。"
        )
    stood_in: dict[str, object] = {}
    if sheet.substitutes and sheet.standing is not None:
        stood_in = {
            "substitutes": [
                {"code": one.code, "badge": one.badge, "found": one.found, "reason": one.reason,
                 "actor": one.actor, "at": one.at}
                for one in sheet.substitutes
            ],
            "standing": drawn_json(sheet.plan, sheet.standing),
        }  # fmt: skip
    return {
        **stood_in, "form": FORM, "number": sheet.row.number, "description": sheet.text,
        "commitment": sheet.row.commitment, "seed": sheet.row.seed,
        "witness": sheet.row.witness, "promised_at": sheet.row.at,
        "drawn_at": sheet.row.ended_at, "result_sha256": sheet.row.result,
        "strata": [
            {"credit": one.credit, "risk": one.risk, "size": one.size, "share": one.share,
             "quota": one.quota}
            for one in sheet.strata
        ],
        "drawn": drawn_json(sheet.plan, sheet.outcome),
        "short": list(shortage_words(sheet.plan, sheet.outcome)),
        "method": list(METHOD),
        "earlier": [
            {"number": one.number, "title": one.title, "state": one.word, "reason": one.reason,
             "commitment": one.commitment}
            for one in sheet.earlier
        ],
    }  # fmt: skip


def drawn_json(plan: DrawPlan, outcome: Outcome) -> list[dict[str, object]]:
    """Return what was drawn, each with its officers."""
    return [
        {"place": row.place, "code": row.code, "name": row.name, "credit": row.credit,
         "risk": row.risk, "times": row.times, "weight": row.weight,
         "officers": [{"badge": one.badge, "name": one.name, "body": one.body}
                      for one in row.officers]}
        for row in drawn_rows(plan, outcome)
    ]  # fmt: skip


def verify(content: Content) -> Verdict:
    """Draw a certificate's draw again; the verdict names everything that is not as written."""
    missing = [name for name in NEEDED if name not in content]
    if content.get("form") != FORM or missing:
        raise InvalidInput(
            "这不是双随机抽取证明（draw certificate 写出的 .json 文件）"
            + (f"，缺少 {'、'.join(missing)}。" if missing else "。")
        )
    text, told = str(content["description"]), str(content["commitment"])
    number = str(content.get("number", ""))
    drawn = content["drawn"]
    count = len(drawn) if isinstance(drawn, list) else 0
    try:
        seed = _seed(str(content["seed"]))
        found = [*_hash(seed, text, told), *_content(content, text, seed)]
    except InvalidInput as exc:
        found = [exc.message]
    return Verdict(number, told, count, tuple(found))


def _seed(text: str) -> bytes:
    try:
        seed = bytes.fromhex(text)
    except ValueError as exc:
        raise InvalidInput("种子不是十六进制数，已被改动。") from exc
    if len(seed) != SEED_BYTES:
        raise InvalidInput(f"种子应为 {SEED_BYTES} 个字节，现为 {len(seed)} 个，已被改动。")
    return seed


def _hash(seed: bytes, text: str, told: str) -> Iterator[str]:
    again = commitment_of(seed, text)
    if again != told:
        yield (
            f"承诺值不符：由种子和抽取说明算得 {again}，所载为 {told}。"
            "种子、抽取说明（名单、规则、日期）或承诺值在承诺以后被改动过。"
        )


def _content(content: Content, text: str, seed: bytes) -> Iterator[str]:
    plan = plan_of(text)
    if text_of(plan) != text:
        yield "抽取说明不是规定的写法，含有多余或缺少的内容。"
    if content.get("number") != plan.number:
        yield f"编号不符：抽取说明为 {plan.number}，所载为 {content.get('number')}。"
    witness = str(content["witness"])
    yield from _witness(plan, witness)
    yield from _strata(content, plan)
    outcome = draw(plan, seed, witness)
    yield from _drawn(content, plan, outcome)
    again, told = result_digest(outcome), content["result_sha256"]
    if told != again:
        yield f"结果摘要不符：重新抽取为 {again}，所载为 {told}。"
    yield from broken_avoidance(plan, outcome)
    yield from _stood_in(content, plan, seed, outcome)


def _stood_in(content: Content, plan: DrawPlan, seed: bytes, outcome: Outcome) -> Iterator[str]:
    """Draw the substitutes of a certificate again."""
    if "substitutes" not in content:
        return
    told = content["substitutes"]
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        yield "替补名单不是名单，已被改动。"
        return
    fallen = [(str(one.get("code")), str(one.get("badge"))) for one in told]
    try:
        standing, found = replay(plan, seed, str(content["witness"]), outcome, fallen)
    except InvalidInput as exc:
        yield f"替补不符：{exc.message}"
        return
    yield from _unlike(found, [str(one.get("found")) for one in told])
    if content.get("standing") != drawn_json(plan, standing):
        yield "替补以后的名单与重新抽取的不符。"
    yield from broken_avoidance(plan, standing)


def _unlike(found: Sequence[str], told: Sequence[str]) -> Iterator[str]:
    for place, (mine, theirs) in enumerate(zip(found, told, strict=True), 1):
        if mine != theirs:
            yield f"第 {place} 次替补不符：重新抽取为 {mine}，所载为 {theirs}。"


def broken_substitutes(sheet: DrawSheet) -> Iterator[str]:
    """Yield which substitutes of a draw kept are not those its promise gives."""
    if sheet.outcome is None:
        return
    fallen = [(one.code, one.badge) for one in sheet.substitutes]
    seed = bytes.fromhex(sheet.row.seed)
    _, found = replay(sheet.plan, seed, sheet.row.witness, sheet.outcome, fallen)
    for fault in _unlike(found, [one.found for one in sheet.substitutes]):
        yield f"双随机抽取 {sheet.row.number} {fault}"


def _witness(plan: DrawPlan, witness: str) -> Iterator[str]:
    if bool(plan.witness) != bool(witness):
        agreed = f"约定了公开数（{plan.witness}）" if plan.witness else "没有约定公开数"
        yield f"公开数不符：抽取说明{agreed}，证明所载为“{witness}”。"


def _strata(content: Content, plan: DrawPlan) -> Iterator[str]:
    if "strata" not in content:
        return
    again = [
        {"credit": one.credit, "risk": one.risk, "size": one.size, "share": one.share,
         "quota": one.quota}
        for one in strata_of(plan.people.objects, plan.rules)
    ]  # fmt: skip
    if content["strata"] != again:
        yield "各层的户数、份额或名额与按规则算得的不符。"


def _drawn(content: Content, plan: DrawPlan, outcome: Outcome) -> Iterator[str]:
    again, told = drawn_json(plan, outcome), content["drawn"]
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        yield "抽取结果不是名单，已被改动。"
        return
    if len(told) != len(again):
        yield f"抽取结果户数不符：重新抽取为 {len(again)} 户，所载为 {len(told)} 户。"
    for place, (mine, theirs) in enumerate(zip(again, told, strict=False), 1):
        if mine == theirs:
            continue
        if mine["code"] != theirs.get("code"):
            yield (
                f"第 {place} 户不符：重新抽取为 {mine['name']}（{mine['code']}），"
                f"所载为 {theirs.get('name')}（{theirs.get('code')}）。"
            )
        elif mine["officers"] != theirs.get("officers"):
            yield (
                f"第 {place} 户 {mine['name']} 的执法人员不符：重新抽取为 "
                f"{_badges(mine)}，所载为 {_badges(theirs)}。"
            )
        else:
            yield f"第 {place} 户 {mine['name']} 的名称、信用、风险或权重与抽取说明不符。"


def _badges(one: Mapping[str, Any]) -> str:
    officers = one.get("officers")
    if not isinstance(officers, list):
        return "空"
    return "、".join(str(who.get("badge")) for who in officers if isinstance(who, dict)) or "空"


def broken_avoidance(plan: DrawPlan, outcome: Outcome) -> Iterator[str]:
    """Yield every officer sent where 回避 forbids it; a draw of ours has none."""
    barred = set(plan.people.avoid)
    for one in outcome.drawn:
        for badge in one.badges:
            if (badge, one.code) in barred:
                yield f"执法人员 {badge} 应回避 {one.code}，却被派去检查。"
