"""What one person has read in the inbox, or put off: a file of their own, one for each ledger."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection
from datetime import date
from pathlib import Path

from console.folders import inbox_folder
from data.rows.inbox import InboxState

KIND, VERSION = "lianxi-inbox", 1


def read_state(place: str, viewer: str) -> InboxState:
    """Return what a person has read; a file that cannot be read counts for nothing."""
    try:
        content = json.loads(_path(place, viewer).read_text("utf-8"))
        if content["kind"] != KIND:
            return InboxState()
        read = {str(key): int(one) for key, one in content["read"].items()}
        put_off = {str(key): date.fromisoformat(day) for key, day in content["put_off"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return InboxState()
    return InboxState(read, put_off)


def keep_state(place: str, viewer: str, state: InboxState, keys: Collection[str]) -> None:
    """Keep what a person has read of these entries; what is said of others is forgotten."""
    kept = state.of(keys)
    content = {
        "kind": KIND, "version": VERSION, "read": dict(kept.read),
        "put_off": {key: day.isoformat() for key, day in kept.put_off.items()},
    }  # fmt: skip
    path = _path(place, viewer)
    part = path.with_suffix(".part")
    # Without a sync: marking as read must not wait for the disk, and a mark lost is no loss.
    part.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    os.replace(part, path)


def _path(place: str, viewer: str) -> Path:
    name = hashlib.sha256(f"{place}\n{viewer}".encode()).hexdigest()[:32]
    return inbox_folder() / f"{name}.json"
