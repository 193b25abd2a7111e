"""Where one person's own files live on this computer."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path


def data_folder() -> Path:
    """Return the user's data folder, made when missing."""
    return user_data_path("lianxi", appauthor=False, ensure_exists=True)


def view_folder() -> Path:
    """Return the folder of the user's saved views, made when missing."""
    return _within("views")


def draft_folder() -> Path:
    """Return the folder of texts not yet taken, made when missing."""
    return _within("drafts")


def inbox_folder() -> Path:
    """Return the folder of what was read in inboxes, made when missing."""
    return _within("inbox")


def profile_folder() -> Path:
    """Return the folder of the user's mapping profiles, made when missing."""
    return _within("profiles")


def _within(name: str) -> Path:
    folder = data_folder() / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
