"""Who issues papers: built in, changed by people; and which issuer a paper has unless chosen.

市司法局 circulates and urges, with 市市场监管局 where 双随机 is concerned; 市发展改革委 reports for
the joint meeting, which has no seal of its own (seed, 组织实施, and task 8).
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import IssuerRecord
from data.rows.errors import Conflict, InvalidInput, NotFound
from data.rows.issues import Changes
from data.rows.papers import Form, Issuer, PaperKind

JUSTICE, JUSTICE_MARKET, REFORM, MEETING = "司法局", "司法局市场监管局", "发展改革委", "联席会议"
BUILT_IN = (
    Issuer(
        JUSTICE, ("无锡市司法局",), "无锡市司法局", "锡司发", "锡司函",
        printed_by="无锡市司法局办公室",
    ),
    Issuer(
        JUSTICE_MARKET, ("无锡市司法局", "无锡市市场监督管理局"), "无锡市司法局", "锡司发",
        "锡司函", printed_by="无锡市司法局办公室",
    ),
    Issuer(
        REFORM, ("无锡市发展和改革委员会",), "无锡市发展和改革委员会", "锡发改发", "锡发改函",
        printed_by="无锡市发展和改革委员会办公室",
    ),
    Issuer(
        MEETING, ("无锡市优化完善企业监管检查方式协调推进联席会议",),
        "无锡市优化完善企业监管检查方式协调推进联席会议", "锡监联", "锡监联函", sealed=False,
        printed_by="无锡市发展和改革委员会办公室",
    ),
)  # fmt: skip
_OF_KIND = {
    PaperKind.BRIEFING: REFORM,
    PaperKind.ONE_PAGE: REFORM,
    PaperKind.CIRCULAR: JUSTICE_MARKET,
    PaperKind.NAMED_CIRCULAR: JUSTICE_MARKET,
    PaperKind.REQUEST: REFORM,
    PaperKind.REPORT: REFORM,
    PaperKind.SUBMISSION: REFORM,
    PaperKind.AGENDA: MEETING,
    PaperKind.MINUTES: MEETING,
    PaperKind.DRAW_PROMISE: JUSTICE_MARKET,
    PaperKind.DRAW_CERTIFICATE: JUSTICE_MARKET,
}
_CODE = re.compile(r"[\u4e00-\u9fff]{1,16}")
FIELDS = {
    "names": "落款单位", "mark": "发文机关标志", "code": "机关代字", "letter_code": "函的机关代字",
    "sealed": "加盖印章", "printed_by": "印发机关", "contact": "联系人", "telephone": "联系电话",
    "law_code": "监督文书的机关代字",
}  # fmt: skip
"""What people may change of an issuer, by the names the command line uses."""


def issuers(session: Session) -> tuple[Issuer, ...]:
    """Return the issuers: the built-in ones as people changed them, then those they added."""
    kept = {row.id: _issuer(row) for row in session.scalars(select(IssuerRecord))}
    known = tuple(kept.pop(one.id, one) for one in BUILT_IN)
    return (*known, *(kept[name] for name in sorted(kept)))


def issuer(session: Session, name: str) -> Issuer:
    """Return one issuer by its id; NotFound names those there are."""
    found = issuers(session)
    for one in found:
        if one.id == name:
            return one
    raise NotFound(f"没有发文单位“{name}”，可用：{'、'.join(one.id for one in found)}。")


def default_issuer(session: Session, kind: PaperKind) -> Issuer:
    """Return who issues a paper of a kind unless somebody else is chosen."""
    return issuer(session, _OF_KIND.get(kind, JUSTICE))


def set_issuer(session: Session, changed: Issuer, version: int | None = None) -> Changes:
    """Keep an issuer as people changed it; Conflict where somebody changed it meanwhile."""
    _check(changed)
    row = session.get(IssuerRecord, changed.id)
    if version is not None and version != (row.version if row is not None else 0):
        raise Conflict(f"发文单位“{changed.id}”已被他人修改，本次更改未保存，请重新打开后再改。")
    if row is None:
        row = IssuerRecord(id=changed.id, version=0)
        session.add(row)
    row.names = json.dumps(changed.names, ensure_ascii=False)
    row.mark, row.code, row.letter_code = changed.mark, changed.code, changed.letter_code
    row.sealed, row.printed_by = int(changed.sealed), changed.printed_by
    row.contact, row.telephone = changed.contact, changed.telephone
    row.law_code = changed.law_code
    row.version += 1
    session.flush()
    return Changes(count=1)


def changed_by_words(one: Issuer, field: str, text: str) -> Issuer:
    """Return an issuer with one field set from a text; bodies are separated by 、 or commas."""
    if field not in FIELDS:
        known = "、".join(f"{name}（{label}）" for name, label in FIELDS.items())
        raise InvalidInput(f"发文单位没有“{field}”这一项，可改：{known}。")
    if field == "names":
        names = tuple(part.strip() for part in re.split("[、,，;；]", text) if part.strip())
        return replace(one, names=names)
    if field == "sealed":
        if text not in ("是", "否"):
            raise InvalidInput("加盖印章请填“是”或“否”。")
        return replace(one, sealed=text == "是")
    return _with_text(one, field, text.strip())


def _with_text(one: Issuer, field: str, text: str) -> Issuer:
    return Issuer(**{**asdict(one), field: text})


def _check(one: Issuer) -> None:
    if not one.id.strip() or len(one.id) > 32:
        raise InvalidInput("发文单位的简称不能为空，也不能超过32个字。")
    if not one.names or not all(one.names):
        raise InvalidInput(f"发文单位“{one.id}”没有落款单位，请填写单位全称或规范化简称。")
    if not one.mark:
        raise InvalidInput(f"发文单位“{one.id}”没有发文机关标志，请填写。")
    codes = (one.code, one.letter_code, one.law_code)
    for name, code in zip((Form.OFFICIAL.value, Form.LETTER.value, "监督文书"), codes, strict=True):
        if code and not _CODE.fullmatch(code):
            raise InvalidInput(f"{name}的机关代字“{code}”应为16个以内的汉字，如“锡司发”。")
    if one.law_code in (one.code, one.letter_code) and one.law_code:
        raise InvalidInput("监督文书的机关代字不能与工作文件、函的相同，两者的文号不得混用。")
    if not one.code:
        raise InvalidInput(f"发文单位“{one.id}”没有机关代字，请填写，如“锡司发”。")


def _issuer(row: IssuerRecord) -> Issuer:
    return Issuer(
        row.id, tuple(json.loads(row.names)), row.mark, row.code, row.letter_code,
        bool(row.sealed), row.printed_by, row.contact, row.telephone, row.law_code,
    )  # fmt: skip
