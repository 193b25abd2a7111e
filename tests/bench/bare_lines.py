"""Write the texts of a JSON file as PDF with bare drawString, cut blindly: what setting adds."""

import json
import sys
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = Path(__file__).resolve().parents[2] / "reports" / "fonts" / "fangsong.ttf"
LINES = {16.0: 22, 10.5: 40}


def main() -> None:
    """Write every text in lines of a fixed number of characters."""
    content = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    pdfmetrics.registerFont(TTFont("body", str(FONT)))
    canvas = Canvas(sys.argv[2], pagesize=(595.276, 841.89), pageCompression=1)
    count = 0
    texts = [(16.0, 28, text) for text in content["paragraphs"]]
    texts += [(10.5, 42, "　".join(row)) for row in content["rows"]]
    for size, long, text in texts:
        for at in range(0, len(text), long):
            place = count % LINES[size]
            if place == 0:
                if count:
                    canvas.showPage()
                canvas.setFont("body", size)
            canvas.drawString(79.37, 720 - place * 637.8 / LINES[size], text[at : at + long])
            count += 1
    canvas.save()
    sys.stdout.write(json.dumps({"lines": count}))


if __name__ == "__main__":
    main()
