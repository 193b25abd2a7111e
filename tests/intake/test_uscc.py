"""Check digits of enterprises' codes, and what is said of wrong ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.values.text import parse_code, parse_enterprise
from data.intake.values.uscc import (
    ALPHABET,
    are_usccs,
    base_of,
    check_digit,
    is_number,
    is_uscc,
    number_check_digit,
    problem,
)

# Codes in public use, not made by our own function.
KNOWN = ("91350100M000100Y43", "91440300708461136T", "91110000802100433B")
BODIES = st.text(alphabet=ALPHABET, min_size=9, max_size=9)
STEMS = st.builds(lambda area, body: f"91{area:06d}{body}", st.integers(0, 999999), BODIES)


@pytest.mark.parametrize("code", KNOWN)
def test_that_published_codes_pass(code: str) -> None:
    assert is_uscc(code) and problem(code) == ""


def digit_of_definition(stem: str) -> str:
    """Find the digit that satisfies the congruence of the standard by trying all of them."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(signs.index(sign) * 3**place for place, sign in enumerate(stem))
    (found,) = [one for one in signs if (total + signs.index(one)) % 31 == 0]
    return found


@given(STEMS)
def test_that_the_check_digit_satisfies_the_standards_congruence(stem: str) -> None:
    assert check_digit(stem) == digit_of_definition(stem)


@given(STEMS, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_that_any_single_wrong_sign_is_seen(stem: str, place: int, sign: str) -> None:
    code = stem + check_digit(stem)
    changed = code[:place] + sign + code[place + 1 :]
    assert is_uscc(changed) == (changed == code)


@given(st.integers(0, 10**14 - 1))
def test_that_the_registration_digit_satisfies_mod_11_10(number: int) -> None:
    """GS 15-2006, annex A: with P1 = 10, S15 mod 10 is 1."""
    digits = [int(sign) for sign in f"{number:014d}"]
    digits.append(int(number_check_digit(f"{number:014d}")))
    product = 10
    for digit in digits[:-1]:
        total = (product + digit) % 10
        product = (10 if total == 0 else total) * 2 % 11
    assert (product + digits[-1]) % 10 == 1


def test_that_a_known_registration_number_passes_and_a_wrong_one_is_named() -> None:
    assert is_number("110108000000016")
    assert "15 位注册号" in problem("110108000000017")


@pytest.mark.parametrize(
    "written",
    [
        "91350100m000100y43",
        " 9135 0100 M000 100Y 43 ",
        "９１３５０１００Ｍ０００１００Ｙ４３",
        "91350100\u00a0M000100Y43",
        "９１３５０１００ｍ０００１００ｙ４３　",
    ],
)
def test_that_widths_spaces_and_small_letters_make_no_difference(written: str) -> None:
    assert parse_code(written) == ("91350100M000100Y43", None)
    assert parse_enterprise(written) == ("91350100M000100Y43", None)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("9135O100M000100Y43", "第 5 位“O”"),
        ("91350100M000I00Y43", "第 13 位“I”"),
        ("9135010ZM0001S0Y4V", "第 8 位“Z”、第 14 位“S”、第 18 位“V”"),
        ("9135A100M000100Y43", "第 5 位“A”应为数字"),
        ("91350100M000100Y44", "校验位不符"),
        ("91350100M000100Y4", "共 17 位"),
        ("91350100M000100Y433", "共 19 位"),
    ],
)
def test_that_the_fault_is_named_and_nothing_guessed(code: str, said: str) -> None:
    assert said in problem(code)
    assert parse_code(code)[0] == code
    assert not is_uscc(code)


@pytest.mark.parametrize("text", ["", "一厂", "E1", "320200000012345678", "MA1MTTXX0"])
def test_that_old_numbers_and_names_are_no_faulty_codes(text: str) -> None:
    assert "字母" not in problem(text)


def test_that_the_organisation_code_is_found_only_in_right_codes() -> None:
    assert base_of("91350100M000100Y43") == "M000100Y4"
    assert base_of("91350100M000100Y44") == base_of("E1") == ""


@given(st.lists(st.one_of(STEMS, STEMS.map(lambda stem: stem + check_digit(stem)), st.text())))
def test_that_many_codes_are_judged_as_each_of_them_is(codes: list[str]) -> None:
    told = [code for code in codes if code.isprintable()]
    told += [code + sign for code in told for sign in ("", "0", "\n", "厂", "厂" * 6)]
    assert are_usccs(told).tolist() == [is_uscc(code) for code in told]


def test_that_wide_digits_and_texts_of_18_bytes_are_no_codes() -> None:
    strange = [KNOWN[0][:2] + "٣٥٠١٠٠" + KNOWN[0][8:], "一二三四五六", KNOWN[0].lower(), ""]
    assert are_usccs([*strange, *KNOWN]).tolist() == [False] * 4 + [True] * 3
    assert [is_uscc(code) for code in strange] == [False] * 4
