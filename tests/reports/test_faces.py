"""Official faces are found by the family they tell, and broken files are passed over."""

from __future__ import annotations

import io
import shutil
import struct
from pathlib import Path

import pytest

from console.faces import choose_face, chosen_faces
from data.rows.errors import InvalidInput
from reports.content import ChartBlock, Point, Series
from reports.faces import FAMILIES, find_faces
from reports.fonts import FOLDER, Role, chain, face_names, font_of, use_faces
from reports.pdf import write_pdf
from reports.word import write_docx
from tests.reports.pdf.made import circular


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


def test_that_the_font_in_the_settings_comes_first_and_can_be_taken_back(tmp_path: Path):
    file, face = tmp_path / "faces.ini", FOLDER / "kai.ttf"
    choose_face("正文", face, file)
    try:
        assert chosen_faces(file) == {"正文": face}
        assert face_names()["正文"] == f"{face}（指定）"
        assert font_of(Role.FANG, "检").endswith("fangsong") and chain(Role.FANG)[1:]
    finally:
        choose_face("正文", None, file)
    assert "指定" not in face_names()["正文"] and chosen_faces(file) == {}


def test_that_a_font_that_cannot_be_used_is_refused_in_words(tmp_path: Path):
    bad = tmp_path / "bad.ttf"
    bad.write_bytes(b"no font")
    with pytest.raises(InvalidInput, match="不能用作文件的字体"):
        choose_face("正文", bad, tmp_path / "faces.ini")
    with pytest.raises(InvalidInput, match="没有字体用途"):
        choose_face("页眉", FOLDER / "kai.ttf", tmp_path / "faces.ini")


def test_that_a_chosen_font_gone_from_the_disk_is_passed_over(tmp_path: Path):
    use_faces({"正文": tmp_path / "gone.ttf"})
    try:
        assert "指定" not in face_names()["正文"]
    finally:
        use_faces({})


def test_that_charts_are_still_drawn_after_a_face_was_chosen_and_taken_back():
    points = (Point("市应急局", 0.31, "31.0%"), Point("市数据局", None))
    chart = ChartBlock("bars", "各单位联合检查比例", (Series("比例", points),), 0.25, "25%目标")
    try:
        for chosen in ({"一级标题": FOLDER / "kai.ttf"}, {"正文": FOLDER / "kai.ttf"}, {}):
            use_faces(chosen)
            stream = io.BytesIO()
            write_docx(circular(1, blocks=(chart,)), stream)
            assert write_pdf(circular(1, blocks=(chart,)), stream).pages
    finally:
        use_faces({})
