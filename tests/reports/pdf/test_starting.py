"""A paper of text alone is set without loading what draws charts and codes."""

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from tests.reports.pdf.made import circular, pdf_of
pdf_of(circular(2))
print([name for name in ("reportlab.graphics", "reportlab.platypus") if name in sys.modules])
"""
ROOT = Path(__file__).resolve().parents[3]


def test_that_text_is_set_without_the_libraries_of_charts_and_codes() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
