"""A PostgreSQL server for `bench import-postgresql`: prints its address, ends with its input.

Where the computer has no server for tests it prints nothing.
"""

import sys

import pytest

from tests.storage.server import running_server


def main() -> None:
    """Run until standard input is closed."""
    try:
        with running_server() as address:
            sys.stdout.write(f"{address}\n")
            sys.stdout.flush()
            sys.stdin.read()
    except pytest.skip.Exception as reason:
        sys.stderr.write(f"{reason}\n")


if __name__ == "__main__":
    main()
