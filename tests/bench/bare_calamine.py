"""The floor of `bench import-xlsx`: a bare read of the same sheet; print how long it took."""

import json
import sys
import time

from python_calamine import CalamineWorkbook


def main(path: str) -> None:
    """Read the first sheet."""
    began = time.perf_counter()
    with CalamineWorkbook.from_path(path) as book:
        rows = book.get_sheet_by_index(0).to_python()
    seconds = time.perf_counter() - began
    sys.stdout.write(json.dumps({"seconds": seconds, "rows": len(rows) - 1}))


if __name__ == "__main__":
    main(sys.argv[1])
