"""Official faces are found by the family they tell, and broken files are passed over."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

from reports.faces import FAMILIES, find_faces
from reports.fonts import FOLDER, Role, chain, face_names


def named(source: Path, target: Path, family: str) -> None:
    """Copy a font whose name table tells another family."""
    content = bytearray(source.read_bytes())
    count = struct.unpack(">H", content[4:6])[0]
    record = family.encode("utf-16-be")
    table = struct.pack(">HHH", 0, 1, 18)
    table += struct.pack(">HHHHHH", 3, 1, 0x0804, 1, len(record), 0) + record
    for at in range(12, 12 + 16 * count, 16):
        if content[at : at + 4] == b"name":
            content[at + 8 : at + 16] = struct.pack(">LL", len(content), len(table))
    target.write_bytes(bytes(content) + table)


def test_that_the_best_installed_face_of_a_role_is_taken(tmp_path: Path):
    source = FOLDER / "song-digits.ttf"
    for number, family in enumerate(("仿宋", "仿宋_GB2312", "楷体", "宋体")):
        named(source, tmp_path / f"fang{number}.ttf", family)
    found = find_faces([tmp_path])
    assert {role: family for role, (_, family) in found.items()} == {
        "fangsong": "仿宋_GB2312", "kai": "楷体",
    }  # fmt: skip


def test_that_files_that_are_no_fonts_are_passed_over(tmp_path: Path):
    (tmp_path / "simfang.ttf").write_bytes(b"")
    (tmp_path / "simhei.ttf").write_bytes(b"\x00\x01\x00\x00" + b"\xff" * 40)
    (tmp_path / "simkai.ttf").write_bytes(b"OTTO" + b"\x00" * 100)
    shutil.copy(FOLDER / "song-digits.ttf", tmp_path / "notes.txt")
    assert find_faces([tmp_path, tmp_path / "missing"]) == {}


def test_that_each_role_ends_in_a_face_that_has_all_characters():
    for role in Role:
        assert chain(role)[-1] == "hei-sans"
    assert set(FAMILIES) < {name for role in Role for name in role.value}
    assert all(face_names().values())
