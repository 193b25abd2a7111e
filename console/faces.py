"""The fonts people chose for the faces of documents, kept in a file of their own."""

from __future__ import annotations

import configparser
from pathlib import Path

from console.folders import data_folder
from data.rows.errors import InvalidInput
from data.store.files import atomic_write

_SECTION = "字体"


def faces_file() -> Path:
    """Return the file of the chosen fonts."""
    return data_folder() / "faces.ini"


def chosen_faces(file: Path | None = None) -> dict[str, Path]:
    """Return the font chosen for each role; none where nobody chose one."""
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(file or faces_file(), encoding="utf-8")
    except (OSError, configparser.Error, UnicodeDecodeError):
        return {}
    if not parser.has_section(_SECTION):
        return {}
    return {role: Path(path) for role, path in parser.items(_SECTION) if path}


def choose_face(role: str, path: Path | None, file: Path | None = None) -> None:
    """Choose a font for a role, or none; InvalidInput where it cannot be used."""
    from reports.fonts import check_face, role_names

    if role not in role_names():
        raise InvalidInput(f"没有字体用途“{role}”，可用：{'、'.join(role_names())}。")
    found = chosen_faces(file)
    found.pop(role, None)
    if path is not None:
        check_face(path)
        found[role] = path.resolve()
    with atomic_write(file or faces_file()) as stream:
        lines = [f"[{_SECTION}]", *(f"{name} = {one}" for name, one in found.items())]
        stream.write(("\n".join(lines) + "\n").encode())
    use_chosen_faces(file)


def use_chosen_faces(file: Path | None = None) -> None:
    """Set documents in the chosen fonts from now on."""
    from reports.fonts import use_faces

    use_faces(chosen_faces(file))
