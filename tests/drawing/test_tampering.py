"""Whatever is changed on a certificate is named."""

from __future__ import annotations

import copy
import json

import pytest

from data.drawing.certificates import verify
from data.rows.draws import DrawRules
from data.rows.errors import InvalidInput
from tests.drawing.made import certificate_of, plan


@pytest.fixture(scope="module")
def whole():
    return certificate_of(plan(DrawRules(size=20)))


@pytest.fixture
def certificate(whole):
    return copy.deepcopy(whole)


def problems(certificate):
    return "\n".join(verify(json.loads(json.dumps(certificate))).problems)


def edit(certificate, change):
    """Change the promise the way somebody would who writes it back in form."""
    content = json.loads(certificate["description"])
    change(content)
    certificate["description"] = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def test_that_an_untouched_certificate_holds(certificate):
    found = verify(certificate)
    assert found.holds
    assert (found.number, found.drawn) == ("2026-001", 20)


def test_that_an_exchanged_enterprise_is_named_on_both_sides(certificate):
    codes = {one["code"] for one in certificate["drawn"]}
    content = json.loads(certificate["description"])
    other = next(one for one in content["objects"] if one[0] not in codes)
    was = certificate["drawn"][4]["code"]
    certificate["drawn"][4].update(code=other[0], name=other[1])
    said = problems(certificate)
    assert "第 5 户不符" in said
    assert was in said
    assert other[0] in said


def test_that_an_exchanged_officer_is_named(certificate):
    certificate["drawn"][0]["officers"][0]["badge"] = "Z999"
    assert "第 1 户" in problems(certificate)
    assert "Z999" in problems(certificate)


def test_that_an_enterprise_left_out_is_counted(certificate):
    del certificate["drawn"][-1]
    assert "重新抽取为 20 户，所载为 19 户" in problems(certificate)


@pytest.mark.parametrize("change", [
    lambda promised: promised["objects"].pop(),
    lambda promised: promised["objects"][3].__setitem__(4, 0 if promised["objects"][3][4] else 5),
    lambda promised: promised["rules"].__setitem__("repeat", 99),
    lambda promised: promised["avoid"].pop(),
    lambda promised: promised.__setitem__("held", "2026-12-02"),
    lambda promised: promised.__setitem__("previous", "00" * 32),
])  # fmt: skip
def test_that_a_promise_changed_afterwards_breaks_its_hash(certificate, change):
    edit(certificate, change)
    assert "承诺值不符" in problems(certificate)


def test_that_another_seed_breaks_the_hash_and_the_draw(certificate):
    certificate["seed"] = "11" * 32
    said = problems(certificate)
    assert "承诺值不符" in said
    assert "第 1 户" in said


def test_that_a_figure_nobody_agreed_on_is_told(certificate):
    certificate["witness"] = "123"
    assert "没有约定公开数" in problems(certificate)


def test_that_a_changed_quota_and_digest_are_told(certificate):
    certificate["strata"][0]["quota"] += 1
    certificate["result_sha256"] = "0" * 64
    assert "名额与按规则算得的不符" in problems(certificate)
    assert "结果摘要不符" in problems(certificate)


@pytest.mark.parametrize(("key", "value", "said"), [
    ("seed", "zz", "种子不是十六进制数"), ("seed", "ab", "种子应为 32 个字节"),
    ("description", "{}", "抽取说明的格式不对"), ("description", "不是", "抽取说明的格式不对"),
    ("description", "[" * 100_000, "抽取说明的格式不对"), ("drawn", "没有", "抽取结果不是名单"),
    ("drawn", [[]], "抽取结果不是名单"), ("witness", "１", "没有约定公开数"),
    ("number", "2026-009", "编号不符"),
])  # fmt: skip
def test_that_broken_parts_are_named_not_stumbled_over(certificate, key, value, said):
    certificate[key] = value
    assert said in problems(certificate)


def test_that_spaces_put_into_the_promise_are_told(certificate):
    content = json.loads(certificate["description"])
    certificate["description"] = json.dumps(content, ensure_ascii=False)
    assert "不是规定的写法" in problems(certificate)


@pytest.mark.parametrize("content", [{}, {"form": "lianxi-draw-certificate-1"}, {"a": 1}])
def test_that_another_file_is_no_certificate(content):
    with pytest.raises(InvalidInput, match="不是双随机抽取证明"):
        verify(content)
