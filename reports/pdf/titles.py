"""标题: lines broken between words and shaped as a trapezium or a diamond (GB/T 9704, 7.3.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from reports.breaking import NO_END, NO_START
from reports.fonts import Role, text_width

LEXICON = frozenset(
    ["关于", "优化", "完善", "优化完善", "企业", "监管", "检查", "方式", "监管检查", "协调", "推进", "协调推进", "联席会议", "工作", "情况", "通报", "专项", "整改", "提醒", "督办", "督导", "约谈", "通知", "请示", "报告", "纪要", "印发", "报送", "备案", "计划", "检查计划", "行政", "行政检查", "涉企", "频次", "检查频次", "超频次", "联合", "联合检查", "比例", "亮码", "入企", "层级", "联动", "层级间", "平台", "使用", "平台使用度", "季度", "年度", "月份", "上半年", "下半年", "全年", "第一", "第二", "第三", "第四", "第一季度", "第二季度", "第三季度", "第四季度", "无锡市", "全市", "各地", "各部门", "有关", "进一步", "加强", "规范", "做好", "落实", "问题", "若干", "意见", "方案", "实施", "办法", "加快", "开展", "召开", "会议", "第一次", "第二次", "第三次", "跨部门", "综合", "综合监管", "双随机", "一公开", "重复", "低质量", "走过场", "无计划", "存在", "市场监督管理局", "应急管理局", "生态环境局", "住房和城乡建设局", "卫生健康委员会", "交通运输局", "司法局", "发展和改革委员会", "数据局", "税务局", "消防救援支队", "城市管理局", "文化广电和旅游局", "农业农村局", "人力资源和社会保障局", "水利局", "自然资源和规划局", "教育局", "公安局", "民政局", "财政局", "医疗保障局", "经济开发区", "管委会", "人民政府", "经开区", "江阴市", "宜兴市", "梁溪区", "锡山区", "惠山区", "滨湖区", "新吴区"]
)
_LONGEST = max(map(len, LEXICON))
_CLINGING = "的和与及等了之"
"""Words that end a line rather than begin one."""
MOST_LINES = 6
_HARD, _CLING = 4.0, 40.0


def words_of(text: str) -> list[str]:
    """Cut a title into words: those of the lexicon, numbers and Latin words whole."""
    found: list[str] = []
    place = 0
    while place < len(text):
        size = _longest_at(text, place)
        found.append(text[place : place + size])
        place += size
    return found


def _longest_at(text: str, place: int) -> int:
    if text[place] == "《":
        end = text.find("》", place)
        if 0 < end - place <= 16:
            return end - place + 1
    if text[place].isascii() and text[place].isalnum():
        end = place
        while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] in ".-"):
            end += 1
        return end - place + (end < len(text) and text[end] in "年月日次号个")
    for size in range(min(_LONGEST, len(text) - place), 1, -1):
        if text[place : place + size] in LEXICON:
            return size
    return 1


def break_title(title: str, size: float, room: float) -> list[str]:
    """Return the lines of a title; line breaks a person put in are kept as they are."""
    if "\n" in title.strip():
        return [line.strip() for line in title.strip().split("\n") if line.strip()]
    text = title.strip()
    whole = text_width(text, Role.TITLE, size)
    if whole <= room:
        return [text]
    pieces = words_of(text)
    least = int(-(-whole // room))
    for count in range(least, MOST_LINES + 1):
        best = min(_ways(pieces, count, size, room), default=None)
        if best is not None:
            return best[1]
    return _filled(text, size, room)


def _ways(
    pieces: Sequence[str], count: int, size: float, room: float
) -> Iterator[tuple[float, list[str]]]:
    """Yield the ways to cut a title into so many lines, each with what speaks against it."""
    ends = [place for place in range(1, len(pieces)) if _may_end(pieces, place)]
    near = _near(pieces, ends, count, size)
    for cuts in combinations(near, count - 1):
        edges = (0, *cuts, len(pieces))
        lines = ["".join(pieces[a:b]) for a, b in pairwise(edges)]
        widths = [text_width(line, Role.TITLE, size) / size for line in lines]
        if max(widths) * size <= room + 0.01:
            yield _fault(widths) + sum(_roughness(pieces, cut) for cut in cuts), lines


def _near(pieces: Sequence[str], ends: Sequence[int], count: int, size: float) -> list[int]:
    """Return the places near an even division: a title is short, but its ways are many."""
    lengths = [text_width(piece, Role.TITLE, size) for piece in pieces]
    whole, reach = sum(lengths), sum(lengths) / count * 0.42
    return [
        end for end in ends
        if any(abs(sum(lengths[:end]) - whole * k / count) <= reach for k in range(1, count))
    ]  # fmt: skip


def _may_end(pieces: Sequence[str], place: int) -> bool:
    return pieces[place][0] not in NO_START and pieces[place - 1][-1] not in NO_END


def _roughness(pieces: Sequence[str], cut: int) -> float:
    """Say how little a place suits a line's end: within unknown words, before 的."""
    before, after = pieces[cut - 1], pieces[cut]
    if after[0] in _CLINGING:
        return _CLING
    if before[-1] in _CLINGING:
        return -1.0
    if before == "关于":
        return _CLING
    return _HARD if len(before) == 1 and len(after) == 1 else 0.0


def _fault(widths: Sequence[float]) -> float:
    """Say how far a shape is from a trapezium or a diamond, and how uneven its lines are."""
    steps = [b - a for a, b in pairwise(widths)]
    falling = all(step <= -0.5 for step in steps)
    rising = all(step >= 0.5 for step in steps)
    peak = widths.index(max(widths))
    diamond = 0 < peak < len(widths) - 1 and all(
        (step > 0) == (place < peak) for place, step in enumerate(steps)
    )
    uneven = (max(widths) - min(widths)) * 0.5
    return uneven + (0.0 if falling or diamond else 1.5 if rising else 8.0)


def _filled(text: str, size: float, room: float) -> list[str]:
    """Cut a very long title wherever its lines are full."""
    lines: list[str] = []
    line = ""
    for char in text:
        if line and text_width(line + char, Role.TITLE, size) > room and char not in NO_START:
            lines, line = [*lines, line], ""
        line += char
    return [*lines, line]
