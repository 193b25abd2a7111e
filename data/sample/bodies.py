"""The 单位 of the sample city: 1+3+N, the eight regions with their bureaus, some towns."""

from __future__ import annotations

from random import Random

from data.sample import lexicon
from data.sample.lexicon import BY_KEY, REGIONS, Field
from data.sample.model import CITY_LEVEL, COUNTY_LEVEL, TOWN_LEVEL, Body

CITY_PLACE = "320200000"
CODE_COLUMNS = ("行政行为码", "亮码时间", "补码原因", "企业扫码时间", "评价")
# What the files of some bodies do not have; by mark of the body.
_MISSING: dict[str, tuple[str, ...]] = {
    "HG": CODE_COLUMNS,
    "JKRS": CODE_COLUMNS,
    "BHCG": ("亮码时间", "补码原因", "企业扫码时间", "评价"),
    "YC": ("执法人员数", "执法证号"),
    "LXWJ": ("到达时间", "离开时间", "检验报告编号"),
    "YB": ("检查结果", "整改要求", "整改期限", "结果公示日期"),
    "LC": ("来源", "检查事由", "线索编号"),
    "JR": ("检查方式", "入企类型", "状态"),
    "YXNY": ("检查方式", "入企类型", "实到部门"),
    "XSZFYJC": ("检查编号", "评价", "企业扫码时间"),
    "MZ": ("检查类型", "业务条线", "结果录入日期"),
}
_POOR = {"HSCG": 0.85, "YXJT": 0.862, "JYZJ": 0.874, "XSWG": 0.88, "LXSC": 0.9, "ZJ": 0.905}
_GOOD = {"SC": 0.992, "YJ": 0.99, "JYSC": 0.991, "ST": 0.988, "XWYJ": 0.994, "YXSC": 0.987}


def make_bodies(rng: Random, factor: float) -> list[Body]:
    """Return all bodies, inspecting and not; `factor` scales how often they inspect."""
    bodies = _city() + _regions()
    for body in bodies:
        body.weight *= factor
        if body.inspects:
            _give_quality(body, rng)
    return bodies


def _city() -> list[Body]:
    bodies = [
        Body(
            code=CITY_PLACE + field.number,
            name=field.city,
            level=CITY_LEVEL,
            system=field.system,
            kind=field.key,
            role=field.role,
            short=field.city.removesuffix("（演示）").removeprefix("市"),
            former=field.former,
            mark=field.key,
            weight=field.city_weight,
        )
        for field in lexicon.FIELDS
    ]
    for number, name, system, former in lexicon.SILENT:
        body = Body(CITY_PLACE + number, name, CITY_LEVEL, system, "", "其他", name)
        body.inspects, body.former = False, former
        bodies.append(body)
    return bodies


def _regions() -> list[Body]:
    bodies: list[Body] = []
    for mark, (place, region, government, prefix, factor) in REGIONS.items():
        head = Body(place + "00099", government, COUNTY_LEVEL, "", "", "8", region, region)
        head.inspects = False
        bodies.append(head)
        for field in lexicon.FIELDS:
            if mark in field.regions.split():
                bodies.append(_bureau(mark, field, place, region, prefix, factor))
        bodies += _towns(mark, region)
    return bodies


def _bureau(
    mark: str, field: Field, place: str, region: str, prefix: str, factor: float
) -> Body:
    stem = field.stem.removesuffix("（演示）")
    return Body(
        code=place + "000" + field.number,
        name=prefix + field.stem,
        level=COUNTY_LEVEL,
        system=field.system,
        kind=field.key,
        short=prefix.removesuffix("区").removesuffix("市").removeprefix("无锡") + stem,
        region=region,
        parent=CITY_PLACE + field.number,
        former=prefix + "安监局" if field.key == "YJ" and mark in ("JY", "YX") else "",
        mark=mark + field.key,
        weight=field.county_weight * factor,
    )


def _towns(mark: str, region: str) -> list[Body]:
    bodies: list[Body] = []
    for region_mark, town, place, in_system, has_safety in lexicon.ACTIVE_TOWNS:
        if region_mark != mark:
            continue
        stem = town.removesuffix("街道").removesuffix("镇")
        code = REGIONS[mark][0]
        letters = {"羊尖镇": "YJC"}.get(town, "")
        bodies.append(
            Body(
                code=place + "15",
                name=f"{town}综合行政执法局（演示）",
                level=TOWN_LEVEL,
                system=BY_KEY["CG"].system if in_system else "",
                kind="CG",
                short=f"{stem}综合执法",
                region=region,
                town=town,
                parent=code + "00099",
                mark=f"{mark}ZF{letters}",
                weight=8.0,
            )
        )
        if has_safety:
            name = f"{town}应急管理办公室（演示）"
            safety = Body(place + "09", name, TOWN_LEVEL, "应急管理", "YJ")
            safety.short, safety.region, safety.town = f"{stem}应急办", region, town
            safety.parent, safety.mark, safety.weight = code + "00009", f"{mark}AB", 8.5
            bodies.append(safety)
    return bodies


def _give_quality(body: Body, rng: Random) -> None:
    body.missing = frozenset(_MISSING.get(body.mark, ()))
    usual = 0.985 - rng.random() ** 2 * 0.05
    if body.level == TOWN_LEVEL:
        usual -= 0.02
    body.code_rate = _GOOD.get(body.mark, _POOR.get(body.mark, usual))
    body.filing_rate = min(0.99, 0.84 + rng.random() * 0.15 + (body.code_rate > 0.985) * 0.03)
    body.problem_rate = BY_KEY[body.kind].problem * (0.8 + 0.4 * rng.random())
    body.breach_weight = 4.0 if body.mark in _POOR else 0.4 if body.mark in _GOOD else 1.0
    count = max(6, int(body.weight / 2.5))
    start = 1 + rng.randrange(5)
    place = body.code[:6] if body.code[:6].isdigit() else "320299"
    stem = f"{place}{body.code[-2:]}{'1' if body.town else '0'}"
    badges = [f"{stem}{start + step:03d}" for step in range(count)]
    body.badges = badges
