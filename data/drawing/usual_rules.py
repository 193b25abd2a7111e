"""The rules a draw begins with: our defaults, or those people set for this ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from data.drawing.canonical import rules_content, rules_of
from data.models import Setting
from data.rows.draws import DrawRules, check_rules
from data.rows.issues import Changes

KEY = "draw.rules"


def usual_rules(session: Session) -> DrawRules:
    """Return the rules as they stand."""
    row = session.get(Setting, KEY)
    return DrawRules() if row is None else rules_of(_kept(row)["rules"])


def usual_rules_signed(session: Session) -> str:
    """Return who set them last, 默认值 where nobody did."""
    row = session.get(Setting, KEY)
    return "默认值（参考）" if row is None else str(_kept(row)["actor"])


def set_usual_rules(session: Session, rules: DrawRules, actor: str) -> Changes:
    """Keep other rules; draws promised before keep their own."""
    check_rules(rules)
    content = {"rules": rules_content(rules), "actor": actor}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    row = session.get(Setting, KEY)
    if row is None:
        session.add(Setting(key=KEY, value=text))
    else:
        row.value, row.version = text, row.version + 1
    session.flush()
    return Changes(count=1, draws=True)


def _kept(row: Setting) -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads(row.value)
    return content
