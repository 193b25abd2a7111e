"""The 监管事项 of the bulk city: each of the sample's items in sixteen 检查要点."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from data.sample.bulk_drawing import Ints, blocks
from data.sample.bulk_enterprises import LETTERS
from data.sample.items import make_items
from data.sample.lexicon import FIELDS
from data.sample.model import Item

ASPECTS = (
    "主体资格", "制度建立", "人员资质", "教育培训", "场所条件", "设备设施", "台账记录", "过程管理",
    "标识公示", "合同履行", "隐患排查", "应急准备", "检测检验", "投入保障", "信息报送", "整改落实",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class BulkItems:
    """The items, sixteen of each base one after the other; bases by field and category."""

    listed: list[Item]
    kinds: tuple[str, ...]
    bases: Ints
    first: Ints
    count: Ints

    def has(self, kind: str, letter: str) -> bool:
        """Return whether a field of work has an item for a category of enterprises."""
        place = self.kinds.index(kind) * len(LETTERS) + LETTERS.index(letter)
        return bool(self.count[place])

    def pool(self, kind: Ints, letter: Ints) -> Ints:
        """Return which block of `bases` holds the items of a field for a category."""
        return kind * len(LETTERS) + letter


def make_bulk_items() -> BulkItems:
    """Return the catalogue; an item's number within it is base × 16 + aspect."""
    bases = make_items()
    listed = [
        replace(base, code=f"{base.code}-{place:02d}", name=f"{base.name}（{aspect}）")
        for base in bases
        for place, aspect in enumerate(ASPECTS, start=1)
    ]
    kinds = tuple(field.key for field in FIELDS)
    pools = [
        [
            place
            for place, base in enumerate(bases)
            if base.kind == kind and letter in base.categories
        ]
        for kind in kinds
        for letter in LETTERS
    ]
    first, count = blocks([len(pool) for pool in pools])
    flat = np.array([place for pool in pools for place in pool], dtype=np.int64)
    return BulkItems(listed, kinds, flat, first, count)
