"""A mapping profile in the making: each change gives a new profile, the old one stays as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data.intake.headers import HeaderMatch
from data.intake.profiles import CREATABLE, Profile, Source
from data.rows.kinds import KINDS


def draft(file: str, kind: str, found: HeaderMatch) -> Profile:
    """Return the mapping that the headers of a file suggest, named after the file."""
    columns = {
        col.header: Source(found.headers[col.field])
        for col in KINDS[kind].columns
        if col.field in found.positions
    }
    return Profile(file.split(".")[0] or file, kind, columns)


def with_column(profile: Profile, ours: str, theirs: str, form: str = "") -> Profile:
    """Take one of our columns from one of theirs, with the format of its dates if it has one."""
    constants = {name: text for name, text in profile.constants.items() if name != ours}
    columns = {**profile.columns, ours: Source(theirs, form)}
    return replace(profile, columns=_ordered(profile.kind, columns), constants=constants)


def with_constant(profile: Profile, ours: str, text: str) -> Profile:
    """Give one of our columns the same value in every row."""
    columns = {name: source for name, source in profile.columns.items() if name != ours}
    return replace(profile, columns=columns, constants={**profile.constants, ours: text})


def without(profile: Profile, ours: str) -> Profile:
    """Take one of our columns from nowhere."""
    columns = {name: source for name, source in profile.columns.items() if name != ours}
    constants = {name: text for name, text in profile.constants.items() if name != ours}
    values = {name: words for name, words in profile.values.items() if name != ours}
    return replace(profile, columns=columns, constants=constants, values=values)


def with_words(profile: Profile, ours: str, words: Mapping[str, str]) -> Profile:
    """Say which of our words each of theirs stands for; words left empty are read as they are."""
    told = {theirs: word for theirs, word in words.items() if word}
    values = {name: known for name, known in profile.values.items() if name != ours}
    return replace(profile, values={**values, ours: told} if told else values)


def with_reading(
    profile: Profile, sheet: str, header_row: int, encoding: str, delimiter: str
) -> Profile:
    """Say how the file is read; what is empty or nought is found by the reader."""
    return replace(
        profile,
        sheet=sheet or None,
        header_row=header_row or None,
        encoding=encoding or None,
        delimiter=delimiter or None,
    )


def with_options(profile: Profile, create: Sequence[str], duplicates: str) -> Profile:
    """Say which registers get entries for unknown codes, and what becomes of repeated lines."""
    kept = tuple(one for one in CREATABLE if one in create)
    return replace(profile, create=kept, duplicates=duplicates)


def _ordered(kind: str, columns: Mapping[str, Source]) -> dict[str, Source]:
    """Return the columns in the order of the kind, so that a saved profile reads like its form."""
    return {col.header: columns[col.header] for col in KINDS[kind].columns if col.header in columns}
