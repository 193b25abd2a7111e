"""The user's mapping profiles: kept, shared, renamed, removed, by program and command line."""

from __future__ import annotations

import argparse
from dataclasses import replace

import pytest

from console.cli.commands_profiles import profile as command
from console.folders import profile_folder
from console.profile_store import PROFILES, kind_word
from data.intake.profiles import Profile, Source
from data.rows.errors import InvalidInput, NotFound

OWN = Profile("某局台账", "visits", {"检查单位": Source("dept"), "企业": Source("firm")},
              constants={"检查日期": "2026-01-05"})  # fmt: skip


def asked(action: str, name: str = "", out=None) -> argparse.Namespace:
    """What the command line hands over."""
    return argparse.Namespace(action=action, name=name, out=out)


def test_that_a_profile_is_kept_and_found_by_its_name():
    path = PROFILES.save(OWN)
    assert path.parent == profile_folder()
    assert PROFILES.find("某局台账").content == OWN
    assert [(one.name, kind_word(one)) for one in PROFILES.listed()] == [("某局台账", "检查记录")]


def test_that_a_name_no_file_system_takes_becomes_one_it_does():
    path = PROFILES.save(replace(OWN, name='甲/乙:"丙"'))
    assert path.name == "甲_乙__丙_.toml"
    assert PROFILES.find('甲/乙:"丙"').path == path
    with pytest.raises(InvalidInput, match="名称"):
        PROFILES.save(replace(OWN, name=" . "))


def test_that_a_profile_shared_as_a_file_arrives_the_same(tmp_path):
    shared = tmp_path / "给你.toml"
    PROFILES.write(OWN, shared)
    PROFILES.take(shared)
    assert PROFILES.find("某局台账").content == OWN
    with pytest.raises(InvalidInput, match="已有"):
        PROFILES.take(shared, replacing=False)


def test_that_a_profile_without_a_name_takes_that_of_its_file(tmp_path):
    shared = tmp_path / "环保台账.toml"
    shared.write_text('kind = "visits"\n[columns]\n"企业" = "firm"\n', encoding="utf-8")
    PROFILES.take(shared)
    assert PROFILES.find("环保台账").content.columns == {"企业": Source("firm")}


def test_that_a_broken_profile_is_listed_with_its_fault_and_not_used():
    (profile_folder() / "坏.toml").write_text("kind = 1", encoding="utf-8")
    (one,) = PROFILES.listed()
    assert one.content is None and "kind" in one.fault
    with pytest.raises(InvalidInput, match="kind"):
        PROFILES.rename(one, "好")
    PROFILES.remove(one)
    assert PROFILES.listed() == []


def test_that_a_renamed_profile_is_there_once_and_never_takes_anothers_place():
    PROFILES.save(OWN)
    PROFILES.save(replace(OWN, name="别的"))
    with pytest.raises(InvalidInput, match="别的"):
        PROFILES.rename(PROFILES.find("某局台账"), "别的")
    PROFILES.rename(PROFILES.find("某局台账"), "新名")
    assert sorted(one.name for one in PROFILES.listed()) == ["别的", "新名"]


def test_that_the_command_line_lists_shows_hands_on_and_removes(tmp_path):
    shared = tmp_path / "共享.toml"
    PROFILES.write(OWN, shared)
    saved = command(asked("save", str(shared)))
    assert saved.content["profile"]["name"] == "某局台账"
    listed = command(asked("list"))
    assert [(one["name"], one["kind"]) for one in listed.content["profiles"]] == [
        ("某局台账", "visits")
    ]
    assert 'kind = "visits"' in command(asked("show", "某局台账")).content["toml"]
    out = tmp_path / "out.toml"
    command(asked("export", "某局台账", out))
    assert out.read_text(encoding="utf-8") == shared.read_text(encoding="utf-8")
    assert command(asked("remove", "某局台账")).content == {"removed": "某局台账"}
    with pytest.raises(NotFound, match="某局台账"):
        command(asked("show", "某局台账"))


def test_that_a_command_without_a_name_says_what_is_lacking():
    with pytest.raises(InvalidInput, match="profile show"):
        command(asked("show"))
