"""Where one person's own files live on this computer."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path


def data_folder() -> Path:
    """Return the user's data folder, made when missing."""
    return user_data_path("lianxi", appauthor=False, ensure_exists=True)


def profile_folder() -> Path:
    """Return the folder of the user's mapping profiles, made when missing."""
    folder = data_folder() / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
