"""Shares and numbers of a plan as a file gives them: kept as texts, read where they are needed."""

from __future__ import annotations

from data.intake.values.base import BROKEN_CELL, Fault, Text, clean, is_error_cell, plain
from data.rows.values.ratios import BARE, SHARE, parse_ratio

AMBIGUOUS = Fault("没有写明是百分比还是户数，按未确定处理，请改为如 10% 或 10户。", True)
TOO_MUCH = Fault("超过 100%，按未确定处理，请核对。", True)


def parse_ratio_text(text: str) -> Text:
    """Keep the text of a share; only a broken cell is wrong."""
    text = clean(text)
    if is_error_cell(text):
        return "", BROKEN_CELL
    return ("", None) if text in {"/", "-", "—"} else (text, None)


def parse_share_text(text: str, in_percent: bool = False) -> Text:
    """Keep the text of 抽查比例; a bare number has a unit only `in_percent`, by its header.

    A number between 0 and 1 is a share, as an unformatted cell of 10 % shows it.
    """
    kept, fault = parse_ratio_text(text)
    bare = plain(kept).replace(" ", "")
    found = BARE.match(bare)
    if fault is None and found and in_percent:
        kept, share = f"{bare}%", float(found[2])
        if 0 < share < 1:
            return kept, Fault(f"按表头的单位读作 {kept}，请核对，或改为带百分号的数。", True)
    elif fault is None and found and not 0 < float(found[2]) < 1:
        return kept, AMBIGUOUS
    if fault is None and SHARE.match(plain(kept)) and parse_ratio(kept).kind == "undetermined":
        return kept, TOO_MUCH
    return kept, fault
