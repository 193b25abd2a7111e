"""Check digits of enterprise codes, counted again here from the standards."""

from __future__ import annotations

from data.sample.city import build_city
from data.sample.codes import organisation_code, registration_number, uscc_check

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_that_every_credit_code_has_a_valid_check_character() -> None:
    codes = [
        str(row["统一社会信用代码"])
        for row in build_city("tiny").tables["enterprises"].dicts()
        if row["统一社会信用代码"]
    ]
    assert len(codes) > 300
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert len(code) == 18
        total = sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(code))
        # With the check character at weight 1 in place of 3^17, the sum is a multiple of 31.
        last = ALPHABET.index(code[17])
        assert (total - last * pow(3, 17, 31) + last) % 31 == 0


def test_that_a_published_credit_code_is_confirmed() -> None:
    # The example of the standard's own appendix.
    assert uscc_check("91350100M000100Y4") == "3"


def test_that_a_published_organisation_code_is_confirmed() -> None:
    # The worked example of GB 11714: D2143569-X.
    assert organisation_code("D2143569") == "D2143569X"


def test_that_a_registration_number_passes_its_modulus() -> None:
    number = registration_number("32020000000007")
    rest = 10
    for digit in number[:-1]:
        rest = (rest + int(digit)) % 10 or 10
        rest = rest * 2 % 11
    assert (rest + int(number[-1])) % 10 == 1
