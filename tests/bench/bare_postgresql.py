"""The floor of `bench import-postgresql`: read_csv and COPY into bare tables, the same indexes.

Arguments: the CSV file, the address of a database that holds the tables of ours to take as shape.
"""

import sys

import psycopg
from bare_facts import TABLES, filled, read_facts

COLUMNS = (
    "SELECT column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position"
)
INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = %s"


def main(csv: str, url: str) -> None:
    """Store the file."""
    facts = read_facts(csv)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA bare")
        for table in TABLES:
            columns = cursor.execute(COLUMNS, (table,)).fetchall()
            cursor.execute(f'CREATE TABLE bare."{table}" (LIKE public."{table}")')
            names = [name for name, _ in columns]
            defaults = [0 if "int" in kind else "" for _, kind in columns]
            quoted = ", ".join(f'"{name}"' for name in names)
            with cursor.copy(f'COPY bare."{table}" ({quoted}) FROM STDIN') as copy:
                for row in zip(*filled(facts[table], names, defaults), strict=True):
                    copy.write_row(row)
        for table in TABLES:
            for (statement,) in cursor.execute(INDEXES, (table,)).fetchall():
                cursor.execute(statement.replace(" ON public.", " ON bare."))


if __name__ == "__main__":
    main(*sys.argv[1:])
