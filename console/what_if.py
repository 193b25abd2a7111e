"""The one what-if of the window: merges somebody tries out, shown beside what is, never kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.rows.matching import MatchRow, RaiseSheet
from widgets.chips import Chip

if TYPE_CHECKING:
    from console.context import AppContext
    from console.filters import FilterState
    from console.pages.base import Page

KEY = "what_if"
LABEL = "假设"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What follows if the merges of a sheet were made; `who` says in words who joins."""

    sheet: RaiseSheet
    who: str

    @property
    def chip(self) -> str:
        """Return what its chip says."""
        return f"{len(self.sheet.merges)} 处合并"

    @property
    def sentence(self) -> str:
        """Return it in a sentence."""
        return f"假设{self.who}：{self.sheet.sentence}只是测算，没有改动任何数据。"

    def of_body(self, body: str | None) -> tuple[MatchRow, ...]:
        """Return the merges in which a body (code) takes part, all where none is meant."""
        return tuple(
            one for one in self.sheet.merges
            if body is None or body in (one.one.body.code, one.other.body.code)
        )  # fmt: skip


def shown_what_if(ctx: AppContext) -> WhatIf | None:
    """Return the what-if where it is of the year all pages show, and they show the present."""
    found = ctx.what_if
    if found is None or ctx.past_day is not None or not _is_year(found, ctx.filter, ctx):
        return None
    return found


def _is_year(found: WhatIf, state: FilterState, ctx: AppContext) -> bool:
    return state.span(ctx.today).last.year == found.sheet.year


def what_if_chips(ctx: AppContext, page: Page) -> list[Chip]:
    """Return the chip of the what-if on a page that shows it; × takes it away."""
    found = shown_what_if(ctx)
    if found is None or not page.shows_what_if:
        return []
    return [Chip(KEY, LABEL, found.chip, True)]
