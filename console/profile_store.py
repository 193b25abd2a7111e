"""The user's mapping profiles: files under their names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from console.folders import profile_folder
from console.named_files import NamedFiles, StoredFile
from data.intake.profiles import Profile, dumps, load_profile
from data.rows.kinds import KINDS

SavedProfile: TypeAlias = StoredFile[Profile]


def kind_word(one: SavedProfile) -> str:
    """Return the Chinese name of the kind a profile is for, empty where it cannot be read."""
    return KINDS[one.content.kind].title if one.content else ""


def _load(path: Path) -> Profile:
    """Read a profile; one without a name goes by that of its file."""
    profile = load_profile(path)
    return replace(profile, name=path.stem) if profile.name == path.name else profile


PROFILES: NamedFiles[Profile] = NamedFiles("对照方案", ".toml", profile_folder, _load, dumps)
