"""The calendar file: escaping, folding, identities that stay."""

from datetime import date

from data.rows.clocks import ClockRow
from reports.calendar_file import calendar_file, fold

DAY = date(2026, 10, 20)


def row(title="修订清单", uid="decision-1"):
    day = date(2026, 12, 31)
    return ClockRow(day, "议定事项", title, "市司法局", "待办", False, uid, "meetings")


def test_that_no_line_is_longer_than_75_bytes_and_no_character_is_cut():
    content = calendar_file([row("市企业监管服务平台，" * 30)], DAY)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert ("市企业监管服务平台，" * 30).encode() in content.replace(b"\r\n ", b"")
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_that_a_title_cannot_end_its_line_or_begin_a_property():
    content = calendar_file([row("甲,乙;丙\\丁\r\nDTSTART:19700101\x07")], DAY).decode()
    summary = content.replace("\r\n ", "").split("SUMMARY:")[1].split("\r\n")[0]
    assert summary == "议定事项：甲\\,乙\\;丙\\\\丁\\nDTSTART:19700101（市司法局）"


def test_that_an_event_lasts_its_whole_day_and_keeps_its_identity():
    first, later = calendar_file([row()], DAY), calendar_file([row("改")], date(2026, 11, 1))
    for content in (first, later):
        assert b"UID:decision-1@lianxi\r\n" in content
        assert b"DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in content
    assert first == calendar_file([row()], DAY)
    assert first.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")


def test_that_a_line_of_75_bytes_is_not_folded():
    assert fold("x" * 75) == b"x" * 75 + b"\r\n"
    assert fold("x" * 76) == b"x" * 75 + b"\r\n x\r\n"
