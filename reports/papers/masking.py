"""Public copies name no enterprise: names keep their place and kind, codes their ends."""

from __future__ import annotations

import re

_PLACE = re.compile(r"^[\u4e00-\u9fff]{1,3}?[省市县区]")
_KINDS = (
    *("股份有限公司", "有限责任公司", "有限公司", "合作社", "学校", "医院", "门诊部", "药房"),
    *("经营部", "个体工商户", "中心", "店", "厂", "场", "站", "行", "部", "院", "所"),
)
_HIDDEN = "××"
_CODE = re.compile(r"(?<![0-9A-Z])([0-9A-Z]{2})[0-9A-Z]{11,12}([0-9A-Z]{4})(?![0-9A-Z])")


def mask_name(name: str) -> str:
    """Return a name that shows where and what an enterprise is, not which: 无锡市××有限公司."""
    place = _PLACE.match(name)
    head = place[0] if place else ""
    rest = name[len(head) :]
    kind = next((kind for kind in _KINDS if rest.endswith(kind)), "")
    return f"{head}{_HIDDEN}{kind}" if head or kind else f"{name[:1]}{_HIDDEN}"


def mask_code(code: str) -> str:
    """Return a code with its middle hidden; a name used as a code is masked as a name."""
    masked = _CODE.sub(r"\1************\2", code)
    return masked if masked != code else mask_name(code)


def mask_text(text: str, names: dict[str, str]) -> str:
    """Return a sentence with enterprises' names and codes masked."""
    for name, masked in names.items():
        text = text.replace(name, masked)
    return _CODE.sub(r"\1************\2", text)
