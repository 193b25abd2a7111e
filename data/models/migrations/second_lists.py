"""Revision 0002: lists beside the registers, and what bodies answer."""

from __future__ import annotations

from alembic import op

from data.models.migrations.columns import line, prose, small, whole
from data.models.migrations.second_facts import fact


def _contact() -> None:
    fact(
        "contact",
        whole("body_id"),
        line("name", 64),
        line("post", 128, default=""),
        line("phone", 64, default=""),
        line("backup", 128, default=""),
        unique=("body_id", "name"),
    )


def _officer() -> None:
    fact(
        "officer",
        line("badge", 64),
        whole("body_id"),
        line("name", 64, default=""),
        whole("valid_from", null=True),
        whole("valid_to", null=True),
        small("category", default="0"),
        small("status", default="1"),
        unique=("badge",),
    )
    op.create_index("ix_officer_body_id", "officer", ["body_id"])


def _scenario() -> None:
    fact(
        "scenario",
        line("number", 64),
        prose("name"),
        whole("body_id"),
        prose("items"),
        prose("content"),
        prose("partners", default=""),
        prose("scope", default=""),
        unique=("number",),
    )


def _whitelist() -> None:
    fact(
        "whitelist",
        whole("enterprise_id"),
        line("field", 64),
        small("mode"),
        whole("valid_from", null=True),
        whole("valid_to", null=True),
        prose("basis", default=""),
        unique=("enterprise_id", "field"),
    )


def _progress() -> None:
    fact(
        "progress",
        whole("number"),
        whole("body_id"),
        prose("progress"),
        prose("evidence", default=""),
        prose("problem", default=""),
        prose("practice", default=""),
        versioned=False,
    )
    op.create_index("ix_progress_number_body_id", "progress", ["number", "body_id"])


def _answers() -> None:
    fact(
        "confirmation",
        line("number", 128),
        whole("body_id"),
        small("verdict"),
        prose("correction", default=""),
        prose("note", default=""),
        unique=("number", "body_id"),
    )
    fact(
        "reply",
        line("number", 128),
        whole("body_id"),
        whole("day"),
        prose("content"),
        prose("attachment", default=""),
        unique=("number", "body_id", "day"),
    )


def create() -> None:
    """Create the lists and the answers."""
    _contact()
    _officer()
    _scenario()
    _whitelist()
    _progress()
    _answers()
