"""Our side of `bench import-xlsx`: read one workbook; print how long the reading took."""

import json
import sys
import time
from pathlib import Path

from data.intake.readers import read_table


def main(path: str) -> None:
    """Read the workbook; everything was loaded before."""
    began = time.perf_counter()
    table = read_table(Path(path))
    seconds = time.perf_counter() - began
    sys.stdout.write(json.dumps({"seconds": seconds, "rows": len(table.frame)}))


if __name__ == "__main__":
    main(sys.argv[1])
