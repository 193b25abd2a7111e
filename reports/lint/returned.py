"""Checking the text that came back from WPS against the document it was made from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from reports.content import Document
from reports.lint.faults import Fault, error
from reports.lint.texts import check_text, demands_on_government, unmasked
from reports.word.reading import ReadBack

_TITLE_LINES = 5


def check_returned(
    document: Document, final: ReadBack, enterprises: Collection[str] = ()
) -> list[Fault]:
    """Return what is wrong with a finished text: its words, and figures that are gone."""
    faults: list[Fault] = []
    known = frozenset(enterprises)
    for number, text in enumerate(_with_whole_title(document, final.paragraphs), 1):
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
    faults += _changed(document, final)
    if document.head.number and document.head.number not in whole:
        faults.append(error("发文字号", "定稿", f"定稿里没有发文字号“{document.head.number}”。"))
    return list(dict.fromkeys(faults))


def _changed(document: Document, final: ReadBack) -> Iterator[Fault]:
    """Yield the figures that the sentences state less often than the document does.

    A table that still says a figure does not stand for a sentence in which it was changed.
    """
    prose = "\n".join(final.prose)
    close = prose.replace(" ", "")
    stated = Counter(fact.text for fact in document.facts())
    keys = {fact.text: fact.key for fact in reversed(list(document.facts()))}
    for text, times in stated.items():
        found = max(_count(prose, text), _count(close, text.replace(" ", "")))
        if found < times:
            told = "没有" if not found else f"只有{found}处，应有{times}处"
            yield error(
                "数字改动", "定稿", f"台账中的“{text}”（{keys[text]}）定稿正文里{told}，"
                "请核对；数据有更正的，应先更正数据再重新生成。",
            )  # fmt: skip


def _count(text: str, figure: str) -> int:
    """Count how often a text states a figure; 51个 is not stated by 151个 or 0.51个."""
    return len(re.findall(rf"(?<!\d)(?<!\d[.,]){re.escape(figure)}(?!\d|[.,]\d)", text))


def _with_whole_title(document: Document, paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs with the lines of the title, which people break as they like, as one.

    What stands above the recipients is head and title: brackets there pair across lines.
    """
    start = next((name for name in document.to), "")
    title = "".join(document.title.split())
    for first in range(len(paragraphs)):
        lines = ""
        for last in range(first, min(first + _TITLE_LINES, len(paragraphs))):
            lines += "".join(paragraphs[last].split())
            after = paragraphs[last + 1] if last + 1 < len(paragraphs) else ""
            if lines == title or (start and after.startswith(start) and last > first
                                  and _pairs_only_together(paragraphs[first : last + 1])):
                return [*paragraphs[:first], lines, *paragraphs[last + 1 :]]
    return list(paragraphs)


def _pairs_only_together(lines: Sequence[str]) -> bool:
    """Say whether brackets are paired in lines put together, and not in each of them."""
    together = not any(check_text("".join(lines), ""))
    return together and any(any(check_text(line, "")) for line in lines)
