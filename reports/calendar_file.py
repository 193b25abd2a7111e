"""Days as a calendar file (RFC 5545), to be opened in any calendar program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from data.rows.clocks import ClockRow

LONGEST = 75
"""A line has at most so many bytes; what is longer goes on in the next, after a blank."""
PRODUCT = "-//lianxi//联席会议协调台//ZH"


def calendar_file(rows: Sequence[ClockRow], made_on: date) -> bytes:
    """Return the file; the same rows on the same day give the same bytes."""
    return b"".join(fold(line) for line in _lines(rows, made_on))


def _lines(rows: Sequence[ClockRow], made_on: date) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH", "X-WR-CALNAME:联席会议工作日程")  # fmt: skip
    for row in rows:
        summary = f"{row.kind}：{row.title}" + (f"（{row.body}）" if row.body else "")
        yield "BEGIN:VEVENT"
        yield f"UID:{escaped(row.uid)}@lianxi"
        yield f"DTSTAMP:{made_on:%Y%m%d}T000000Z"
        yield f"DTSTART;VALUE=DATE:{row.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{row.day + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{escaped(summary)}"
        yield f"DESCRIPTION:{escaped(row.state)}"
        yield f"CATEGORIES:{escaped(row.kind)}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def escaped(text: str) -> str:
    """Return a text as a value: backslash, comma, semicolon and line breaks are marked."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    marked = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    printable = "".join(one for one in marked if one == "\n" or (one >= " " and one != "\x7f"))
    return printable.replace("\n", "\\n")


def fold(line: str) -> bytes:
    """Return a line with its end, folded between characters, never within one."""
    parts, room, part = [], LONGEST, b""
    for one in line:
        character = one.encode("utf-8", "replace")
        if len(part) + len(character) > room:
            parts.append(part)
            # The blank that begins the next line counts as one of its bytes.
            part, room = b"", LONGEST - 1
        part += character
    parts.append(part)
    return b"\r\n ".join(parts) + b"\r\n"
