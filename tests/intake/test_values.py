"""Values: every form of the exchange contract, and what is never guessed."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from data.intake.values import (
    counts,
    dates,
    frequencies,
    lists,
    moments,
    ratios,
    spans,
    text,
    uscc,
    words,
)
from data.intake.values.base import MISSING, clean
from data.rows.enums import Result
from data.rows.values.ratios import parse_amount, parse_ratio

RESULTS = tuple(one.label for one in Result if one is not Result.UNKNOWN)


def days(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - date(1970, 1, 1)).days


def minutes(*parts: int) -> int:
    return int((datetime(*parts) - datetime(1970, 1, 1)).total_seconds()) // 60


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-05", "2026/1/5", "2026.1.5", "2026.01.05", "2026年1月5日", "2026年01月05日",
        "20260105", "２０２６-０１-０５", "2026-01-05 00:00:00", "2026-01-05T08:30:00",
        " 2026/01/05 ",
        "2026\u00a0年1月5日", "46027", "2026年1月5号", "2026-01-05（星期一）", "2026 - 1 - 5",
    ],
)  # fmt: skip
def test_that_a_day_is_read_in_every_form_seen(written):
    assert dates.parse_date(written) == (days(2026, 1, 5), None)


@pytest.mark.parametrize(
    "written",
    [
        "9999-99-99", "1900-02-29", "2026-13-05", "2026-02-30", "5/1/2026", "26-01-05", "昨天",
        "2026-01", "1", "1e999", "NaN", "202601", "2026-01/05", "#REF!", "2026-01-05 abc", "99999",
        "-46027", "2月24日", "0001-01-01",
    ],
)  # fmt: skip
def test_that_a_day_that_is_none_is_an_error(written):
    day, fault = dates.parse_date(written)
    assert day == MISSING
    assert fault is not None and not fault.warning


def test_that_a_day_without_year_takes_the_year_of_the_file():
    assert dates.parse_date("2月24日", default_year=2026) == (days(2026, 2, 24), None)


def test_that_serial_numbers_follow_the_date_system_of_the_workbook():
    assert dates.parse_date("44197") == (days(2021, 1, 1), None)
    assert dates.parse_date("42735", date1904=True) == (days(2021, 1, 1), None)


def test_that_a_profile_format_decides_which_number_is_the_month():
    assert dates.parse_date("05/01/2026", "%d/%m/%Y") == (days(2026, 1, 5), None)
    assert dates.parse_date("2026-01-05", "%d/%m/%Y") == (days(2026, 1, 5), None)
    assert dates.parse_date("20261305", "%Y%m%d")[1] is not None


@pytest.mark.parametrize("written", ["", " ", "/", "—", "无"])
def test_that_an_empty_day_is_missing_and_no_error(written):
    assert dates.parse_date(written) == (MISSING, None)


@pytest.mark.parametrize(
    "written",
    [
        "2026-09-03 09:30", "2026/9/3 9:30", "2026-09-03T09:30:00", "2026年9月3日 9时30分",
        "2026年9月3日9:30", "202609030930", "20260903093012", "2026-09-03 09:30:59",
        "2026.9.3 上午9:30", "2026-09-03 9:30 AM", "2026-09-03 9点半",
    ],
)  # fmt: skip
def test_that_a_moment_is_read_to_the_minute(written):
    assert moments.parse_moment(written) == (minutes(2026, 9, 3, 9, 30), None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("09:30", 570), ("9:30:00", 570), ("下午2:05", 845), ("0.5", 720), ("14时", 840)],
)
def test_that_a_time_alone_waits_for_its_day(written, expected):
    assert moments.parse_moment(written) == (expected + moments.TIME_ONLY, None)


@pytest.mark.parametrize("written", ["2026-09-03", "25:00", "2026-09-03 24:61", "早上", "#N/A"])
def test_that_a_moment_without_a_time_is_an_error(written):
    assert moments.parse_moment(written)[1] is not None


@pytest.mark.parametrize(
    ("written", "expected"),
    [("2", 2), ("２", 2), ("2.0", 2), ("2人", 2), ("1,200", 1200), (" 15 户", 15), ("0", 0)],
)
def test_that_a_count_is_exact(written, expected):
    assert counts.parse_count(written) == (expected, None)


@pytest.mark.parametrize(
    "written",
    ["-1", "2.5", "NaN", "inf", "-inf", "1e999", "约27家", "两人", "1,20", "#REF!", "9" * 30],
)
def test_that_a_count_is_never_guessed(written):
    value, fault = counts.parse_count(written)
    assert value == MISSING
    assert fault is not None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("是", 1), ("有", 1), ("Y", 1), ("1", 1), ("TRUE", 1), ("否", 0), ("无", 0), ("N", 0),
        ("0", 0), ("ｎ", 0), ("", MISSING),
    ],
)  # fmt: skip
def test_that_yes_and_no_are_read_in_every_allowed_form(written, expected):
    assert words.parse_yes_no(written) == (expected, None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("未发现问题", "未发现问题"), ("未发现", "未发现问题"), ("合格", "未发现问题"),
        ("责令整改", "责令改正"), ("处罚", "行政处罚"), (" 移 送 ", "移送"),
        ("其他", "其他"), ("", ""),
    ],
)  # fmt: skip
def test_that_a_result_is_read_by_word_or_alias(written, expected):
    assert words.parse_word(written, RESULTS, free=True) == (expected, None)


def test_that_a_score_is_kept_as_text_with_a_warning():
    value, fault = words.parse_word("95", RESULTS, free=True)
    assert value == "95"
    assert fault is not None and fault.warning


def test_that_an_unknown_word_of_a_closed_column_is_an_error_with_the_words():
    value, fault = words.parse_word("省级", ("市级", "市（县）区级", "镇（街道）级"))
    assert value == ""
    assert fault is not None and "市（县）区级" in fault.reason


@pytest.mark.parametrize("written", ["区级", "市(县)区级", "区县级", "市（县）区级"])
def test_that_levels_are_read_in_their_common_forms(written):
    assert words.parse_word(written, ("市级", "市（县）区级", "镇（街道）级")) == (
        "市（县）区级",
        None,
    )


def test_that_a_rating_may_be_a_number_from_one_to_five():
    scale = ("非常满意", "满意", "一般", "不满意", "非常不满意")
    assert [words.parse_word(str(one), scale)[0] for one in range(1, 6)] == list(scale[::-1])
    assert words.parse_word("6", scale)[1] is not None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("10%", ("exact", 0.1, 0.1, "share")),
        ("3‰", ("exact", 0.003, 0.003, "share")),
        ("≥20%", ("minimum", 0.2, None, "share")),
        ("不低于5%", ("minimum", 0.05, None, "share")),
        ("不超过5%", ("maximum", None, 0.05, "share")),
        ("10-20%", ("range", 0.1, 0.2, "share")),
        ("10%—20%", ("range", 0.1, 0.2, "share")),
        ("10% (20户)", ("exact", 0.1, 0.1, "share")),
        ("10%（20户）", ("exact", 0.1, 0.1, "share")),
        ("1户", ("exact", 1, 1, "count")),
        ("60-70家", ("range", 60, 70, "count")),
        ("约27家", ("exact", 27, 27, "count")),
        ("全覆盖", ("exact", 1, 1, "share")),
        ("100%", ("exact", 1, 1, "share")),
        ("3%;2次/年", ("exact", 0.03, 0.03, "share")),
        ("０．５％", ("exact", 0.005, 0.005, "share")),
        ("A级1%，B级3%，C级10%", ("tiered", 0.01, 0.1, "share")),
        ("0.1", ("exact", 0.1, 0.1, "share")),
        ("20", ("undetermined", None, None, "")),
        ("≥20", ("undetermined", None, None, "")),
        ("根据实际情况确定", ("undetermined", None, None, "")),
        ("120%", ("undetermined", None, None, "")),
        ("1", ("undetermined", None, None, "")),
        ("20-10%", ("undetermined", None, None, "")),
        ("", ("undetermined", None, None, "")),
    ],
)
def test_that_a_ratio_is_read_or_stays_undetermined(written, expected):
    ratio = parse_ratio(written)
    low, high = expected[1:3]
    assert (ratio.kind, ratio.unit) == (expected[0], expected[3])
    assert ratio.low == (None if low is None else pytest.approx(low))
    assert ratio.high == (None if high is None else pytest.approx(high))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("20", ("exact", 20, 20, "count")),
        ("1", ("exact", 1, 1, "count")),
        ("≥20", ("minimum", 20, None, "count")),
        ("20户", ("exact", 20, 20, "count")),
        ("10%", ("exact", 0.1, 0.1, "share")),
        ("0", ("undetermined", None, None, "")),
    ],
)
def test_that_a_bare_amount_is_one_of_objects(written, expected):
    read = parse_amount(written)
    assert (read.kind, read.low, read.high, read.unit) == expected


@pytest.mark.parametrize(
    ("written", "in_percent", "kept", "warned"),
    [
        ("0.1", False, "0.1", ""),
        ("10%", False, "10%", ""),
        ("10%", True, "10%", ""),
        ("10", False, "10", "没有写明"),
        ("1", False, "1", "没有写明"),
        ("10", True, "10%", ""),
        ("0.1", True, "0.1%", "读作 0.1%"),
        ("120", True, "120%", "超过 100%"),
        ("120%", False, "120%", "超过 100%"),
        ("根据实际情况确定", True, "根据实际情况确定", ""),
        ("", True, "", ""),
    ],
)
def test_that_a_share_without_unit_is_never_guessed(written, in_percent, kept, warned):
    text, fault = ratios.parse_share_text(written, in_percent)
    assert text == kept
    assert (fault is None) == (warned == "")
    assert fault is None or (fault.warning and warned in fault.reason)


def test_that_a_ratio_keeps_what_stands_beside_it():
    assert parse_ratio("10% (20户)").count == 20
    assert parse_ratio("3%;2次/年").frequency == "2次/年"
    assert parse_ratio("约27家").approximate
    assert ratios.parse_ratio_text("根据实际情况确定") == ("根据实际情况确定", None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1次/半年", ("exact", 2, 2)), ("每年一次", ("exact", 1, 1)),
        ("年均1-2次", ("range", 1, 2)),
        ("两年一次", ("exact", 0.5, 0.5)), ("2次/年", ("exact", 2, 2)),
        ("每季度1次", ("exact", 4, 4)),
        ("视情况", ("undetermined", None, None)),
    ],
)  # fmt: skip
def test_that_a_frequency_is_times_a_year(written, expected):
    found = frequencies.parse_frequency(written)
    assert (found.kind, found.low, found.high) == expected


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026.01.01-2026.12.31", (2026, 1, 1), (2026, 12, 31)),
        ("2026年1月1日 -2026年12月31日", (2026, 1, 1), (2026, 12, 31)),
        ("2026年1月—11月", (2026, 1, 1), (2026, 11, 30)),
        ("3月—12月", (2026, 3, 1), (2026, 12, 31)),
        ("4月-8月", (2026, 4, 1), (2026, 8, 31)),
        ("4-8月", (2026, 4, 1), (2026, 8, 31)),
        ("2月24日", (2026, 2, 24), (2026, 2, 24)),
        ("2026-03-01至2026-11-30", (2026, 3, 1), (2026, 11, 30)),
        ("2026/3/1~2026/11/30", (2026, 3, 1), (2026, 11, 30)),
        ("20260301-20261130", (2026, 3, 1), (2026, 11, 30)),
        ("2026年3月1日至5日", (2026, 3, 1), (2026, 3, 5)),
        ("2026年", (2026, 1, 1), (2026, 12, 31)),
        ("上半年", (2026, 1, 1), (2026, 6, 30)),
        ("2026年第三季度", (2026, 7, 1), (2026, 9, 30)),
        ("２０２６年２月", (2026, 2, 1), (2026, 2, 28)),
    ],
)
def test_that_a_span_gives_first_and_last_day(written, first, last):
    found, fault = spans.parse_span(written, 2026)
    assert fault is None
    assert (found.first, found.last) == (days(*first), days(*last))


@pytest.mark.parametrize("written", ["2026.13.01-2026.12.31", "2026-12-31至2026-01-01", "#REF!"])
def test_that_a_wrong_span_is_an_error(written):
    found, fault = spans.parse_span(written, 2026)
    assert found == spans.NO_SPAN
    assert fault is not None and not fault.warning


def test_that_a_vague_span_is_unknown_and_a_yearless_one_an_error():
    assert spans.parse_span("根据实际情况确定") == (spans.NO_SPAN, spans.VAGUE)
    assert spans.parse_span("3月—12月") == (spans.NO_SPAN, spans.YEARLESS)


@pytest.mark.parametrize(
    "written",
    ["市应急局、市生态环境局", "市应急局，市生态环境局", "市应急局,市生态环境局",
     "市应急局;市生态环境局",
     "市应急局 市生态环境局", "市应急局\n市生态环境局", "市应急局、、市生态环境局、",
     "市应急局；市应急局；市生态环境局"],
)  # fmt: skip
def test_that_a_list_of_bodies_is_split_at_every_mark(written):
    assert lists.parse_bodies(written) == ("市应急局、市生态环境局", None)


def test_that_a_body_with_a_latin_name_is_not_split_at_its_spaces():
    assert lists.parse_bodies("Toronto Public Health") == ("Toronto Public Health", None)


def test_that_nobody_came_stays_written():
    assert lists.parse_bodies("无") == ("无", None)


def test_that_names_are_not_split_inside_brackets():
    listed, _ = lists.parse_names("食品安全（生产、经营）检查；特种设备检查")
    assert lists.split(listed) == ["食品安全（生产、经营）检查", "特种设备检查"]


def test_that_codes_are_split_and_made_half_width():
    assert lists.parse_codes("３２０１， 3202/3203") == ("3201、3202、3203", None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("０００１２３", "000123"), (" 00012 ", "00012"), ("123.0", "123"), ("'00123", "00123"),
        ("9132 0200 MA1M TTXX 0K", "91320200MA1MTTXX0K"),
        ("91320200ma1mttxx0k", "91320200MA1MTTXX0K"),
        ("YJ－2026－001", "YJ-2026-001"), ("", ""), ("/", ""), ("12E3", "12E3"), ("J-1.0", "J-1.0"),
    ],
)  # fmt: skip
def test_that_a_code_keeps_every_character_that_counts(written, expected):
    assert text.parse_code(written) == (expected, None)


@pytest.mark.parametrize("written", ["9.13202E+17", "9.13202e+17", "1E+17", "#REF!", "NaN", "inf"])
def test_that_a_code_that_lost_its_digits_is_an_error(written):
    value, fault = text.parse_code(written)
    assert value == ""
    assert fault is not None and not fault.warning


def test_that_text_loses_control_characters_and_odd_spaces_only():
    assert clean("无锡\u00a0市\x07\u200b 某厂\ud800") == "无锡 市 某厂"
    assert text.parse_text("无") == ("", None)
    assert text.parse_text("'=1+1") == ("=1+1", None)
    assert text.parse_enterprise("无锡市 某 机械厂") == ("无锡市某机械厂", None)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L", "91330106673959654P"])
def test_that_published_credit_codes_have_the_right_check_digit(code):
    assert uscc.is_uscc(code)
    assert uscc.problem(code) == ""


def test_that_any_changed_digit_of_a_credit_code_is_noticed():
    code = "91350100M000100Y43"
    for place in range(8, 18):
        other = "7" if code[place] != "7" else "8"
        assert not uscc.is_uscc(code[:place] + other + code[place + 1 :])
        assert "校验位" in uscc.problem(code[:place] + other + code[place + 1 :])


def test_that_the_check_digit_of_a_registration_number_is_known():
    assert uscc.is_number("110108000000016")
    assert not uscc.is_number("110108000000017")
