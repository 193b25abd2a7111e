"""Set the content of a JSON file as PDF with this program: the whole process is timed outside."""

import json
import sys
import time
from datetime import date
from pathlib import Path

from data.rows.papers import Disclosure, Issuer, PaperKind
from reports.content import Column, Document, Paragraph, TableBlock
from reports.pdf import write_pdf

ISSUER = Issuer("司法局", ("无锡市司法局",), "无锡市司法局", "锡司发")


def document(content: dict[str, object]) -> Document:
    """Return the content as a working page."""
    blocks: list[Paragraph | TableBlock] = [Paragraph(text) for text in content["paragraphs"]]
    if content["rows"]:
        heads = tuple(Column(name) for name in content["heads"])
        blocks.append(TableBlock(heads, tuple(map(tuple, content["rows"]))))
    return Document(PaperKind.CHECK_SHEET, "情况", ISSUER, date(2026, 10, 9), tuple(blocks),
                    disclosure=Disclosure.CLOSED)  # fmt: skip


def main() -> None:
    """Set the document as often as asked, each into a file of its own."""
    content = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    target, times = Path(sys.argv[2]), int(sys.argv[3])
    took, pages = [], 0
    for number in range(times):
        began = time.perf_counter()
        with target.with_stem(f"{target.stem}_{number}").open("wb") as stream:
            pages = write_pdf(document(content), stream).pages
        took.append(time.perf_counter() - began)
    second = took[1] if times > 1 else took[0]
    sys.stdout.write(json.dumps({"pages": pages, "seconds": sum(took), "second": second}))


if __name__ == "__main__":
    main()
