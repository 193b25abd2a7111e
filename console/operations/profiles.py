"""Mapping profiles of the user: read, kept, renamed, removed, shared, beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from console.context import AppContext
from console.operations.base import Operation, Task
from console.profile_store import PROFILES, SavedProfile
from data.intake.profiles import Profile, load_profile


def read(
    ctx: AppContext, done: Callable[[list[SavedProfile]], None], reader: str
) -> Operation[list[SavedProfile]]:
    """Read which profiles the user has; a newer read of the same reader supersedes this one."""
    topic = f"profiles-{reader}"
    return Operation(ctx, lambda task: PROFILES.listed(), done, topic=topic)


def load(ctx: AppContext, path: Path, done: Callable[[Profile], None]) -> Operation[Profile]:
    """Read a profile from a file."""
    return Operation(ctx, lambda task: load_profile(path), done)


def save(ctx: AppContext, profile: Profile, done: Callable[[Path], None]) -> Operation[Path]:
    """Keep a profile under its name; one of the same name is replaced."""
    return Operation(ctx, lambda task: PROFILES.save(profile), done)


def take_over(ctx: AppContext, path: Path, done: Callable[[Path], None]) -> Operation[Path]:
    """Keep a profile somebody handed over; one of the same name is not replaced."""
    return Operation(ctx, lambda task: PROFILES.take(path, replacing=False), done)


def hand_on(
    ctx: AppContext, one: SavedProfile, target: Path, done: Callable[[Path], None]
) -> Operation[Path]:
    """Write a profile to a file for others."""

    def work(task: Task) -> Path:
        PROFILES.write(PROFILES.readable(one), target)
        return target

    return Operation(ctx, work, done)


def rename(
    ctx: AppContext, one: SavedProfile, name: str, done: Callable[[Path], None]
) -> Operation[Path]:
    """Give a profile another name."""
    return Operation(ctx, lambda task: PROFILES.rename(one, name), done)


def remove(ctx: AppContext, one: SavedProfile, done: Callable[[None], None]) -> Operation[None]:
    """Delete a profile."""
    return Operation(ctx, lambda task: PROFILES.remove(one), done)
