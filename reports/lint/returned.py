"""Checking the text that came back from WPS against the document it was made from."""

from __future__ import annotations

import re
from collections.abc import Collection

from reports.content import Document
from reports.lint.faults import Fault, error
from reports.lint.texts import check_text, demands_on_government, unmasked
from reports.word.reading import ReadBack


def check_returned(
    document: Document, final: ReadBack, enterprises: Collection[str] = ()
) -> list[Fault]:
    """Return what is wrong with a finished text: its words, and figures that are gone."""
    faults: list[Fault] = []
    known = frozenset(enterprises)
    for number, text in enumerate(final.paragraphs, 1):
        where = f"定稿第{number}段"
        faults += check_text(text, where)
        if document.public:
            faults += unmasked(text, where, known)
        told = "" if document.approved else demands_on_government(text)
        if told:
            faults.append(
                error("经市政府同意", where, f"对“{told}”提出要求须经市政府同意，请核对。")
            )
    whole = final.text.replace(" ", "")
    for fact in dict.fromkeys(document.facts()):
        if not (_states(final.text, fact.text) or _states(whole, fact.text.replace(" ", ""))):
            faults.append(
                error("数字改动", "定稿", f"台账中的“{fact.text}”（{fact.key}）定稿里没有，"
                      "请核对；数据有更正的，应先更正数据再重新生成。")
            )  # fmt: skip
    if document.head.number and document.head.number not in whole:
        faults.append(error("发文字号", "定稿", f"定稿里没有发文字号“{document.head.number}”。"))
    return list(dict.fromkeys(faults))


def _states(text: str, figure: str) -> bool:
    """Say whether a text states a figure; 51个 is not stated by 151个 or 0.51个."""
    found = re.search(rf"(?<!\d)(?<!\d[.,]){re.escape(figure)}(?!\d|[.,]\d)", text)
    return found is not None
