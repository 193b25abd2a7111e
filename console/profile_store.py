"""The user's mapping profiles: listed, saved, renamed, removed, shared as files."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from console.folders import profile_folder
from data.intake.profiles import Profile, dumps, load_profile
from data.rows.errors import InvalidInput, NotFound
from data.rows.kinds import KINDS
from data.store.files import atomic_write

FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
LONGEST = 60


@dataclass(frozen=True, slots=True)
class SavedProfile:
    """A profile in the user's folder; one that cannot be read says why."""

    path: Path
    profile: Profile | None
    fault: str = ""

    @property
    def name(self) -> str:
        """Return the profile's name, that of its file where it cannot be read."""
        return self.profile.name if self.profile else self.path.stem

    @property
    def kind(self) -> str:
        """Return the Chinese name of the kind it is for."""
        return KINDS[self.profile.kind].title if self.profile else ""


def list_profiles() -> list[SavedProfile]:
    """Return the user's profiles by name; a broken one is listed with its fault."""
    found = []
    for path in sorted(profile_folder().glob("*.toml")):
        try:
            found.append(SavedProfile(path, load_profile(path)))
        except InvalidInput as error:
            found.append(SavedProfile(path, None, error.message))
    return sorted(found, key=lambda one: one.name)


def find_profile(name: str) -> SavedProfile:
    """Return the user's profile of that name."""
    for one in list_profiles():
        if name in (one.name, one.path.stem):
            return one
    names = "、".join(one.name for one in list_profiles()) or "（无）"
    raise NotFound(f"没有名为“{name}”的对照方案。已有：{names}。")


def save_profile(profile: Profile, replacing: bool = True) -> Path:
    """Write a profile into the user's folder under its name."""
    path = profile_folder() / f"{file_stem(profile.name, '对照方案')}.toml"
    if path.exists() and not replacing:
        raise InvalidInput(f"已有名为“{profile.name}”的对照方案，请换一个名称。")
    write_profile(profile, path)
    return path


def write_profile(profile: Profile, path: Path) -> None:
    """Write a profile to a file, to be handed on."""
    with atomic_write(path) as stream:
        stream.write(dumps(profile).encode())


def take_profile(path: Path, replacing: bool = True) -> Path:
    """Check a profile somebody handed over and keep it in the user's folder."""
    profile = load_profile(path)
    if profile.name == path.name:
        profile = replace(profile, name=path.stem)
    return save_profile(profile, replacing)


def readable(one: SavedProfile) -> Profile:
    """Return the profile of an entry of the list; a broken one says why it is."""
    if one.profile is None:
        raise InvalidInput(one.fault)
    return one.profile


def rename_profile(one: SavedProfile, name: str) -> Path:
    """Give a profile another name."""
    profile = readable(one)
    name = name.strip()
    if name == one.name:
        return one.path
    path = save_profile(replace(profile, name=name), replacing=False)
    if path != one.path:
        one.path.unlink(missing_ok=True)
    return path


def remove_profile(one: SavedProfile) -> None:
    """Delete a profile; batches taken by it stay as they are."""
    one.path.unlink(missing_ok=True)


def file_stem(name: str, what: str) -> str:
    """Return a name that every file system takes; InvalidInput where nothing is left of it."""
    plain = FORBIDDEN.sub("_", name).strip(" .")[:LONGEST]
    if not plain:
        raise InvalidInput(f"{what}的名称不能为空，请填写名称。")
    return plain
