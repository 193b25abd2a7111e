"""Fonts by role with a fallback for each character."""

import pytest

from data.rows.errors import InvalidInput
from reports.fonts import FOLDER, Role, font_of, printable, runs


def test_that_a_common_character_is_set_in_the_face_of_its_role() -> None:
    assert font_of(Role.FANG, "企") == "fangsong"
    assert font_of(Role.KAI, "企") == "kai"
    assert font_of(Role.TITLE, "企") == "title-song-bold"


def test_that_a_rare_character_falls_back_to_the_rare_face_then_to_hei() -> None:
    assert font_of(Role.FANG, "㛃") == "fangsong-rare"
    assert font_of(Role.FANG, "㎡") == "hei-sans"


def test_that_a_text_is_cut_into_runs_of_one_font() -> None:
    assert [(run.font, run.text) for run in runs("企㎡业", Role.FANG)] == [
        ("fangsong", "企"),
        ("hei-sans", "㎡"),
        ("fangsong", "业"),
    ]


def test_that_a_character_found_nowhere_is_an_error_that_names_it() -> None:
    with pytest.raises(InvalidInput, match=r"𠮷.*U\+20BB7"):
        font_of(Role.FANG, "𠮷")


def test_that_control_and_zero_width_characters_are_not_printed() -> None:
    assert printable("江\u200b阴\n市\t\x07\u00a0") == "江阴 市   "


def test_that_each_bundled_font_comes_with_its_licence_and_source() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    assert "SOURCE.md" in names
    assert sum(name.startswith("LICENSE-") for name in names) == 4
    used = {f"{file}.ttf" for role in Role for file in role.value}
    assert used == {name for name in names if name.endswith(".ttf")}
