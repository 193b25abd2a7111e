"""The wording of papers: files a user can copy and change, checked when they are loaded."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.rows.errors import InvalidInput

FOLDER = Path(__file__).parent
_PLACE = re.compile(r"\{([^{}\n]*)\}")
MORE = {"reply_by": "反馈期限", "issuer": "发文单位", "period": "期间", "body": "单位",
        "topic": "方面", "as_of": "数据截止日"}  # fmt: skip
"""What a text may name beside what the built-in text names, with its meaning."""


OWN = ("body", "period")
"""What a text may name that is left to the user: those of 监督文书."""


@dataclass(frozen=True, slots=True)
class Templates:
    """The texts in force, by `paper.part`."""

    texts: Mapping[str, str]

    def text(self, part: str, **values: str) -> str:
        """Return a text with its placeholders filled, without line ends at its edges."""
        found = self.texts[part]
        return _PLACE.sub(lambda match: values[match[1]], found).strip().replace("\n", "")


def names() -> list[str]:
    """Return the names of the template files."""
    return sorted(path.name for path in FOLDER.glob("*.toml"))


@cache
def _built_in() -> Mapping[str, str]:
    texts: dict[str, str] = {}
    for name in names():
        texts |= _flat(name, tomllib.loads((FOLDER / name).read_text(encoding="utf-8")))
    return texts


def load(folder: Path | None = None) -> Templates:
    """Return the built-in texts, those of the user's folder in their place.

    Raises InvalidInput where a file cannot be read or names a placeholder nobody fills.
    """
    texts = dict(_built_in())
    if folder is None or not folder.is_dir():
        return Templates(texts)
    for path in sorted(folder.glob("*.toml")):
        if path.name not in names():
            raise InvalidInput(
                f"文字模板“{path.name}”不是本台的模板，可用的文件名：{'、'.join(names())}。"
            )
        own = _flat(path.name, _read(path))
        for key, text in own.items():
            _check(path, key, text)
        texts |= own
    return Templates(texts)


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as exc:
        raise InvalidInput(f"文字模板“{path.name}”打不开，请存为 UTF-8 编码的文本后再试。") from exc
    except tomllib.TOMLDecodeError as exc:
        raise InvalidInput(f"文字模板“{path.name}”格式有误：{exc}。请对照内置模板改正。") from exc


def _flat(name: str, content: Mapping[str, object]) -> dict[str, str]:
    stem = name.removesuffix(".toml")
    found: dict[str, str] = {}
    for key, value in content.items():
        if isinstance(value, dict):
            found |= {f"{key}.{part}": str(text) for part, text in value.items()}
        else:
            found[f"{stem}.{key}"] = str(value)
    return found


def _check(path: Path, key: str, text: str) -> None:
    """Refuse a part the program does not use, and placeholders it cannot fill."""
    built_in = _built_in()
    if key not in built_in:
        part = key.rpartition(".")[2]
        raise InvalidInput(f"文字模板“{path.name}”中没有“{part}”这一段，请对照内置模板改正。")
    known = set(_PLACE.findall(built_in[key])) if built_in[key] else set(OWN)
    for found in _PLACE.findall(text):
        if found not in known:
            usable = "、".join(f"{{{name}}}（{MORE.get(name, name)}）" for name in sorted(known))
            line = _line_of(path, key, found)
            raise InvalidInput(
                f"文字模板“{path.name}”第{line}行的“{{{found}}}”程序不能填写，"
                f"这一段可用：{usable or '无'}。"
            )


def _line_of(path: Path, key: str, found: str) -> int:
    """Return the line of a placeholder in its own part; other parts may name it rightly."""
    table, _, part = key.rpartition(".")
    section, own = path.stem, False
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if heading := re.match(r"\[(.+?)\]", line):
            section, own = heading[1].strip(), False
        elif begun := re.match(r"([\w\"'-]+)\s*=", line):
            own = (section, begun[1].strip("\"'")) == (table, part)
        if own and f"{{{found}}}" in line:
            return number
    return 0


def copy_to(folder: Path) -> list[Path]:
    """Copy the built-in files into a folder, leaving those already there as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name in names():
        target = folder / name
        if not target.exists():
            target.write_bytes((FOLDER / name).read_bytes())
            made.append(target)
    return made
