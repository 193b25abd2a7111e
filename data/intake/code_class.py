"""Judging 亮码: before or at arrival is 按时, later 补码, none 未亮码, not told 未提供."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.rows.enums import Code, Mode

MINUTES = 1440
LATE_WITHOUT_REASON = "亮码晚于到达，按补码计，请补填补码原因。"


def judge_code(facts: pd.DataFrame, stated: bool) -> pd.DataFrame:
    """Return `code` and, for 补码, `delay` in days; `stated` says the file tells 亮码时间.

    `facts` has shown, arrive, day, urgent, reason, late_reason, mode. Without an arrival a code
    on the day of the visit is 按时. An emergency with a reason and what is not on site need none.
    """
    shown, arrive, day = facts["shown"], facts["arrive"], facts["day"]
    shown_day = np.floor(shown / MINUTES)
    late = np.where(arrive.notna(), shown > arrive, shown_day > day)
    code = pd.Series(int(Code.ON_TIME), index=facts.index, dtype="int8")
    code[late] = int(Code.LATE)
    code[shown.isna()] = int(Code.NONE)
    excused = (facts["urgent"] == 1) & ((facts["reason"] != "") | (facts["late_reason"] != ""))
    code[shown.isna() & excused] = int(Code.EXEMPT)
    if not stated:
        code[:] = int(Code.UNKNOWN)
    code[facts["mode"] == Mode.OFF_SITE] = int(Code.EXEMPT)
    return pd.DataFrame({"code": code, "delay": (shown_day - day).where(code == Code.LATE)})
