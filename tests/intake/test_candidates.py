"""The nearest names of an unknown body: offered in the right order, or not at all."""

from __future__ import annotations

import pytest

from data.intake.candidates import Offers, nearest

NAMES = (
    "市应急局",
    "市市场监管局",
    "市发展改革委",
    "市住房城乡建设局",
    "市人力资源社会保障局",
    "市城管局",
    "市税务局",
    "市水利局",
    "市商务局",
    "市消防救援支队",
    "江阴市应急局",
    "江阴市市场监管局",
    "锡山区应急局",
    "锡山区生态环境局",
    "澄江街道应急办",
    "丁蜀镇综合行政执法局",
)


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("市应急管理局", "市应急局"),
        ("无锡市应急管理局", "市应急局"),
        ("应急局", "市应急局"),
        ("市应及局", "市应急局"),
        ("江阴市应急管理局", "江阴市应急局"),
        ("锡山应急局", "锡山区应急局"),
        ("无锡市锡山区应急管理局", "锡山区应急局"),
        ("无锡市市场监督管理局", "市市场监管局"),
        ("市场监管局", "市市场监管局"),
        ("江阴市市场监督管理局", "江阴市市场监管局"),
        ("市发展和改革委员会", "市发展改革委"),
        ("发改委", "市发展改革委"),
        ("住建局", "市住房城乡建设局"),
        ("市人社局", "市人力资源社会保障局"),
        ("无锡市城市管理局", "市城管局"),
        ("市消防支队（演示）", "市消防救援支队"),
        ("丁蜀镇综合执法局", "丁蜀镇综合行政执法局"),
        ("市税务", "市税务局"),
    ],
)
def test_that_the_body_that_was_meant_comes_first(written: str, first: str) -> None:
    assert nearest(written, NAMES)[0] == first


@pytest.mark.parametrize(
    "written",
    ["", "局", "市", "火星事务局", "王小二饭店", "市教育局", "安监局", "某某公司", "12345"],
)
def test_that_nothing_is_offered_where_nothing_is_near(written: str) -> None:
    assert nearest(written, NAMES) == ()


def test_that_the_place_orders_bodies_of_one_trade() -> None:
    assert nearest("锡山区应急管理局", NAMES) == ("锡山区应急局", "市应急局", "江阴市应急局")
    assert nearest("应急管理局", NAMES)[:2] == ("市应急局", "江阴市应急局")


def test_that_no_more_than_asked_for_is_offered() -> None:
    assert len(nearest("应急局", NAMES)) == 3
    assert len(nearest("应急局", NAMES, limit=1)) == 1


def test_that_the_message_names_the_nearest_and_what_to_do() -> None:
    offers = Offers(("市应急局", "江阴市应急局"))
    assert offers.unknown("市应急管理局") == (
        "单位“市应急管理局”不在单位表中，最接近的是：市应急局、江阴市应急局。"
        "请核对名称或先导入单位表。"
    )
    assert offers.unknown("火星局") == "单位“火星局”不在单位表中。请核对名称或先导入单位表。"


def test_that_a_list_says_which_of_its_names_are_unknown() -> None:
    said = Offers(("市应急局",)).unknown_in_list(
        "市应急局、应急管理局、火星局", "应急管理局、火星局"
    )
    assert "“应急管理局”，最接近的是：市应急局；“火星局”。" in said
