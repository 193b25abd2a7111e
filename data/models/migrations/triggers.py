"""Triggers that refuse a change, on both databases."""

from __future__ import annotations

from alembic import op


def refuse(name: str, deed: str, table: str, when: str, words: str) -> None:
    """Refuse a deed (UPDATE, DELETE, INSERT) to rows of a table that meet a condition."""
    if op.get_bind().dialect.name != "postgresql":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {deed} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    kept = "OLD" if deed == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{words}' USING ERRCODE = '42501'; END IF; "
        f"RETURN {kept}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def keep(table: str, words: str) -> None:
    """Let a table only grow: no row of it is changed, deleted or replaced."""
    there = f"EXISTS (SELECT 1 FROM {table} was WHERE was.id = NEW.id)"
    refuse(f"{table}_fixed", "UPDATE", table, "1 = 1", words)
    refuse(f"{table}_kept", "DELETE", table, "1 = 1", words)
    refuse(f"{table}_replaced", "INSERT", table, there, words)
