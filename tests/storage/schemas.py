"""Small schemas of two revisions, and our own as it was at an earlier one."""

import shutil
from pathlib import Path

from data.store.revisions import FOLDER, KNOWN, Schema

_ENV = """
from alembic import context
context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True, transaction_per_migration=True, render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
"""
_FIRST = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "1", None
def upgrade():
    op.create_table("note", sa.Column("id", sa.Integer(), primary_key=True),
                    sa.Column("words", sa.Text()))
    op.bulk_insert(sa.table("note", sa.column("words")), [{"words": "旧内容"}])
"""
_SECOND = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "2", "1"
def upgrade():
    with op.batch_alter_table("note") as batch:
        batch.add_column(sa.Column("mark", sa.Integer(), nullable=False, server_default="7"))
    for number in range(TABLES):
        op.create_table(f"extra{number}", sa.Column("id", sa.Integer(), primary_key=True))
    if FAILS:
        op.execute("UPDATE nowhere SET nothing = 1")
"""


def write_schema(
    folder: Path, *, revisions: int = 2, tables: int = 1, fails: bool = False
) -> Schema:
    """Write migration scripts into a folder and return the schema they lead to."""
    versions = folder / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    (folder / "env.py").write_text(_ENV, encoding="utf-8")
    (versions / "1_first.py").write_text(_FIRST, encoding="utf-8")
    if revisions > 1:
        second = _SECOND.replace("TABLES", str(tables)).replace("FAILS", str(fails))
        (versions / "2_second.py").write_text(second, encoding="utf-8")
    return Schema(known=("1", "2")[:revisions], folder=folder)


def old_schema(folder: Path) -> Schema:
    """Return the schema before the upgrade."""
    return write_schema(folder / "old", revisions=1)


def our_schema(folder: Path, revision: str) -> Schema:
    """Return the program's own schema as it was at a revision."""
    known = KNOWN[: KNOWN.index(revision) + 1]
    versions = folder / "versions"
    versions.mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        shutil.copy(FOLDER / name, folder / name)
    for path in (FOLDER / "versions").glob("*.py"):
        if path.name.split("_")[0] in known:
            shutil.copy(path, versions / path.name)
    return Schema(known=known, folder=folder)
