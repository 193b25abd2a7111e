"""Figures a body reports of a month or a year: 频次上限, 检查能力, 平台使用, 罚没收入."""

from __future__ import annotations

from data.rows.kinds.columns import BODY_CODE, OF_ITEMS, Col, Kind

MONTH = Col("月份", "month", "month", True, ("年月", "统计月份", "所属月份"), example="2026-09")

CAPS = Kind(
    "caps",
    "频次上限",
    15,
    (
        BODY_CODE,
        Col("年度", "year", "year", True, ("年份",), example="2026"),
        Col("上限", "cap", "count", True, ("频次上限", "年度频次上限", "年度上限", "上限次数"),
            example="2"),
        Col("事项编码", "item", "item", aliases=("检查事项", *OF_ITEMS), refers="items",
            width=24, example="YJ-001"),
        Col("依据", "basis", aliases=("公布文件", "文件依据"), width=24),
    ),
)  # fmt: skip

CAPACITY = Kind(
    "capacity",
    "检查能力",
    16,
    (
        BODY_CODE,
        MONTH,
        Col("可入企次数", "visits", "count", True, ("可检查次数", "可承担次数"), example="40"),
    ),
)

USAGE = Kind(
    "usage",
    "平台使用",
    17,
    (
        BODY_CODE,
        MONTH,
        Col("登录人数", "logins", "count", aliases=("登陆人数", "登录人次"), example="12"),
        Col("上传计划数", "plans", "count", aliases=("计划数",), example="3"),
        Col("录入结果数", "results", "count", aliases=("结果数",), example="56"),
    ),
)

FINES = Kind(
    "fines",
    "罚没收入",
    18,
    (
        BODY_CODE,
        MONTH,
        Col("金额（元）", "cents", "money", True, ("罚没金额", "罚没收入", "罚没收入金额", "金额"),
            width=16, example="128500.50"),
    ),
)  # fmt: skip
