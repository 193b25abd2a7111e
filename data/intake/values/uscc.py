"""Check digits: 统一社会信用代码 (GB 32100-2015) and the 15-digit 注册号 (GS 15-2006).

GB 32100-2015, 4.6: character i counts its place in the alphabet times 3^(i-1) mod 31, and the
last is (31 - sum mod 31) mod 31. The alphabet leaves out I, O, S, V and Z.
GS 15-2006, annex A (ISO/IEC 7064 MOD 11,10): P1 = 10, Sj = Pj + Aj, Pj+1 = (Sj mod 10, 10 for 0)
times 2 mod 11; the last digit is the one that makes S15 mod 10 equal to 1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
NOT_USED = "IOSVZ"
PLACES = {sign: place for place, sign in enumerate(ALPHABET)}
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
NUMBER = re.compile(r"^\d{15}$")
MIXED = re.compile(r"^(?=.*[A-Z])(?=(?:.*\d){8})[0-9A-Z]{17,19}$")
"""Letters and at least eight digits, about as long as a code."""
LENGTH = 18
REGION = slice(2, 8)
"""The 行政区划码 within a code: digits."""
DIGITS, NO_PLACE = 10, 255
BASE = slice(8, 17)
"""The 主体标识码 (organisation code) within a code: it stays when region or registrar change."""


def check_digit(first17: str) -> str:
    """Return the last character that belongs to the first seventeen of a code."""
    total = sum(map(mul, map(PLACES.__getitem__, first17), WEIGHTS))
    return ALPHABET[(31 - total % 31) % 31]


def is_uscc(code: str) -> bool:
    """Return whether a code has the form and the check digit of a 统一社会信用代码."""
    return bool(SHAPE.fullmatch(code)) and check_digit(code[:17]) == code[17]


def are_usccs(codes: Sequence[str] | npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    """Return what `is_uscc` says of each code, looking at all of them sign by sign."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.array(codes, type=pa.large_string())
    long = pc.equal(pc.binary_length(texts), LENGTH)
    right: npt.NDArray[np.bool_] = np.array(long)
    # Arrow keeps the bytes of texts one after the other; these texts are 18 bytes long each.
    held = texts.filter(long).buffers()[2]
    signs = np.frombuffer(held or b"", np.uint8, LENGTH * int(right.sum()))
    place_of = np.full(256, NO_PLACE, dtype=np.uint8)
    place_of[np.frombuffer(ALPHABET.encode(), np.uint8)] = np.arange(len(ALPHABET))
    places = place_of[signs].reshape(-1, LENGTH)
    total = places[:, -1].astype(np.int32)
    for place, weight in enumerate(WEIGHTS):
        total += places[:, place] * np.int32(weight)
    allowed = (places != NO_PLACE).all(axis=1) & (places[:, REGION] < DIGITS).all(axis=1)
    right[right] = allowed & (total % len(ALPHABET) == 0)
    return right


def base_of(code: str) -> str:
    """Return the organisation code within a right 统一社会信用代码, '' within anything else."""
    return code[BASE] if is_uscc(code) else ""


def number_check_digit(first14: str) -> str:
    """Return the last digit that belongs to the first fourteen of a 注册号 (mod 11, 10)."""
    rest = 10
    for sign in first14:
        rest = (rest + int(sign)) % 10 or 10
        rest = rest * 2 % 11
    return str((11 - rest) % 10)


def is_number(code: str) -> bool:
    """Return whether a code has the form and the check digit of a 15-digit 注册号."""
    return bool(NUMBER.match(code)) and number_check_digit(code[:14]) == code[14]


def looks_like_uscc(code: str) -> bool:
    """Return whether a code has 18 letters and digits, whether or not its check digit is right."""
    return len(code) == LENGTH and code.isascii() and code.isalnum()


def problem(code: str) -> str:
    """Return what is wrong with an enterprise's code, '' when nothing is.

    The rest of a sentence that begins with the code; no character is ever guessed.
    """
    # The length comes first: most codes have 18 signs, and MIXED is slow on them.
    if len(code) == LENGTH:
        wrong = looks_like_uscc(code) and not is_uscc(code)
        return _fault_of_uscc(code.upper()) if wrong else ""
    if NUMBER.match(code) and not is_number(code):
        return "是 15 位注册号但校验位不符，请核对。"
    if MIXED.match(code):
        return f"共 {len(code)} 位，统一社会信用代码应为 18 位，请按营业执照核对。"
    return ""


def _fault_of_uscc(code: str) -> str:
    strange = [(place, sign) for place, sign in enumerate(code, 1) if sign in NOT_USED]
    if strange:
        signs = "、".join(f"第 {place} 位“{sign}”" for place, sign in strange)
        return (
            f"含统一社会信用代码不使用的字母（{signs}；不用 I、O、S、V、Z，"
            "常与 1、0、5、U、2 混淆），请按营业执照核对。"
        )
    wrong = [(place, sign) for place, sign in enumerate(code[2:8], 3) if not sign.isdigit()]
    if wrong:
        place, sign = wrong[0]
        return f"第 {place} 位“{sign}”应为数字（第 3 至 8 位是行政区划码），请按营业执照核对。"
    return "是 18 位代码但校验位不符，请核对统一社会信用代码。"
