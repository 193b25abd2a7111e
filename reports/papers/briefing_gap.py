"""What is missing to the 25 %, in words."""

from __future__ import annotations

from data.rows.briefing import BriefingRows, JointRows
from data.rows.readings import LITERAL, READINGS, Reading
from reports import words


def gap_words(new: int, merge: int | None, reading: Reading = LITERAL) -> str:
    """Say what closes the gap to 25 % by a reading of the joint share."""
    other = "" if merge is None else f"，或将{words.count(merge)}对单独任务合并为联合任务"
    return f"{_by(reading)}达到25%还需新增{reading.joint}{words.count(new)}个{other}"


def gap_sentence(rows: BriefingRows) -> str:
    """Word the joint section: the shares, then the gap."""
    joint = rows.joint
    parts = [words.statement(share.figure, detailed=True) for share in joint.shares]
    text = "；".join(parts) + "。"
    if joint.gap_new:
        return f"{text}{missing(joint)}。"
    if joint.gap_new == 0:
        reading = READINGS[joint.reading]
        return f"{text}{_by(reading)}已达到25%{'的目标' if reading.is_literal else ''}，没有缺口。"
    return text


def missing(joint: JointRows) -> str:
    """Word the gap of the joint section."""
    return gap_words(joint.gap_new or 0, joint.gap_merge, READINGS[joint.reading])


def _by(reading: Reading) -> str:
    return "" if reading.is_literal else f"按{reading.title}口径（参考），"
