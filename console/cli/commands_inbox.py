"""The command `inbox`: what came in for a person, read, unread or put off."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date

from console.cli.common import database, today
from console.cli.output import Answer
from console.cli.plain import plain, row_json
from console.inbox_store import keep_state, read_state
from console.viewer import viewer_name
from data.oversight.inbox import inbox_entries
from data.rows.errors import InvalidInput, NotFound
from data.rows.inbox import InboxEntry, InboxKind, InboxLine, InboxState, headed, lines_of

Options = argparse.Namespace
ALL = "all"


def inbox(options: Options) -> Answer:
    """List the inbox; mark entries read or unread, or put them off to a day."""
    day, viewer = today(options), options.actor or viewer_name()
    with database(options, judged=True) as db:
        with db.reading() as session:
            entries = inbox_entries(session, day, viewer)
        place = db.place
    state = read_state(place, viewer)
    if options.action != "list":
        state = _changed(state, entries, options, day)
        keep_state(place, viewer, state, {one.key for one in entries})
    lines = lines_of(entries, state, day)
    unread = sum(line.unread for line in lines)
    shown = headed(_wanted(lines, options), day)
    content = {
        "unread": unread, "count": len(lines),
        "entries": [
            row_json(line.entry, day=plain(line.day), came=plain(line.entry.day),
                     unread=line.unread)
            for line in shown
        ],
    }  # fmt: skip
    return Answer(content, tuple(_lines(shown, unread)))


def _changed(
    state: InboxState, entries: Sequence[InboxEntry], options: Options, day: date
) -> InboxState:
    if options.action == "read" and options.keys == [ALL]:
        return state.with_read(line.entry for line in lines_of(entries, state, day))
    known = {one.key: one for one in entries}
    if not options.keys:
        raise InvalidInput("请写明条目，见 inbox list 各行末尾。")
    if strange := [key for key in options.keys if key not in known]:
        raise NotFound(f"收件箱中没有“{strange[0]}”，见 inbox list 各行末尾。")
    if options.action == "read":
        return state.with_read(known[key] for key in options.keys)
    if options.action == "snooze" and (options.to is None or options.to <= day):
        raise InvalidInput("请用 --to 写明延到哪一天，须在今天以后。")
    for key in options.keys:
        state = (
            state.with_unread(key) if options.action == "unread"
            else state.with_put_off(key, options.to)
        )  # fmt: skip
    return state


def _wanted(lines: Sequence[InboxLine], options: Options) -> list[InboxLine]:
    known = [one.value for one in InboxKind]
    if options.kind and options.kind not in known:
        raise InvalidInput(f"没有“{options.kind}”这一类，可用：{'、'.join(known)}。")
    return [
        line for line in lines
        if (not options.kind or line.entry.kind == options.kind)
        and (line.unread or not options.unread)
    ]  # fmt: skip


def _lines(shown: Sequence[InboxLine], unread: int) -> list[str]:
    lines = []
    for line in shown:
        if line.heading:
            lines.append(line.heading)
        one = line.entry
        said = "　".join(filter(None, (one.kind.value, one.title, one.detail, one.body)))
        lines.append(f"  {'未读' if line.unread else '已读'}　{said}　[{one.key}]")
    return [*lines, f"未读 {unread} 件"] if lines else ["收件箱没有要看的事。"]
