"""Set the content of a JSON file as PDF with typst, in the same faces, sizes and grid."""

import json
import sys
from pathlib import Path

import typst

FONTS = Path(__file__).resolve().parents[2] / "reports" / "fonts"
HEAD = """
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),
  numbering: "— 1 —")
#set text(font: "Gongwen Fang", size: 16pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 13pt, spacing: 13pt)
"""


def quoted(text: str) -> str:
    """Return a text as a string of typst."""
    return json.dumps(text, ensure_ascii=False)


def main() -> None:
    """Write the source and compile it."""
    content = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    parts = [HEAD, *(f"#par(text({quoted(text)}))" for text in content["paragraphs"])]
    if content["rows"]:
        heads = ", ".join(f"[#{quoted(name)}]" for name in content["heads"])
        cells = ", ".join(f"[#{quoted(cell)}]" for row in content["rows"] for cell in row)
        wide = ", ".join(["1fr"] * len(content["heads"]))
        parts.append(
            "#set text(size: 10.5pt)\n#set par(first-line-indent: 0em, leading: 5pt)\n"
            f"#table(columns: ({wide}), stroke: 0.35pt, table.header({heads}), {cells})"
        )
    source = Path(sys.argv[1]).with_suffix(".typ")
    source.write_text("\n".join(parts), encoding="utf-8")
    typst.compile(str(source), output=sys.argv[2], font_paths=[str(FONTS)])
    sys.stdout.write(json.dumps({"bytes": Path(sys.argv[2]).stat().st_size}))


if __name__ == "__main__":
    main()
