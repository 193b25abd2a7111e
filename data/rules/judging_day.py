"""The day findings are judged as of: a deadline passes without any write (R8, R16, R17, R21).

All stored findings are those of one day, kept in a setting, so that `verify` judges by the same. A
command brings its day (`--today`) in `session.info["today"]`; without one it is the local day.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from data.models import Setting
from data.rows.period import day_number, day_of

JUDGED_DAY = "judged.day"
TODAY = "today"


def asked_day(session: Session) -> int:
    """Return the day a command asks to judge as of, else the local day."""
    asked = session.info.get(TODAY)
    return day_number(asked if isinstance(asked, date) else date.today())


def judging_day(session: Session) -> int:
    """Return the day the stored findings are judged as of, the asked one before any were."""
    kept = session.get(Setting, JUDGED_DAY)
    return asked_day(session) if kept is None else int(kept.value)


def judged_on(session: Session) -> date:
    """Return the same as a date."""
    return day_of(judging_day(session))


def keep_day(session: Session, day: int) -> None:
    """Remember the day all findings are judged as of from now on."""
    kept = session.get(Setting, JUDGED_DAY)
    if kept is None:
        session.add(Setting(key=JUDGED_DAY, value=str(day)))
    elif kept.value != str(day):
        kept.value, kept.version = str(day), kept.version + 1
    session.flush()
