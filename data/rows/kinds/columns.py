"""What a workbook kind is made of: columns, and the header words several kinds share."""

from __future__ import annotations

from dataclasses import dataclass

from data.rows import enums


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a kind; `value` is the parser: text code date month money count word …"""

    header: str
    field: str
    value: str = "text"
    key: bool = False
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    refers: str = ""
    width: int = 14
    example: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of workbook; `order` is its place when a folder is taken in."""

    name: str
    title: str
    order: int
    columns: tuple[Col, ...]

    def column(self, header: str) -> Col | None:
        """Return the column of that exact header."""
        return next((col for col in self.columns if col.header == header), None)

    @property
    def keys(self) -> tuple[Col, ...]:
        """Return the columns that must not be empty."""
        return tuple(col for col in self.columns if col.key)


def labels(words: type[enums.Word]) -> tuple[str, ...]:
    """Return the words a column allows; 未提供 is what an empty cell says."""
    return tuple(word.label for word in words if word.label != "未提供")


USCC = ("信用代码", "社会信用代码", "USCC", "统一信用代码")
PARTNERS = ("配合部门", "联合部门", "配合单位", "联合单位")
LEADS = ("发起部门", "检查主体", "实施主体", "牵头单位", "发起单位")
OF_BODIES = ("单位", "单位名称", "部门", "部门名称", "填报单位", "报送单位")
OF_ENTERPRISES = ("检查对象", "被检查单位", "被检查企业", "统一社会信用代码", *USCC)
OF_ITEMS = ("事项", "监管事项", "事项名称")
RATINGS = enums.RATINGS[::-1]
BODY_CODE = Col(
    "单位编码", "body", "body", True, OF_BODIES, refers="bodies", width=16, example="320200YJ"
)
