"""The peer of `bench import`: what an analyst would script with pandas.

Arguments: the CSV file, then a database file to make or the address of a PostgreSQL database.
"""

import sqlite3
import sys

import pandas as pd

CODES = {"检查编号": str, "任务编号": str, "计划编号": str, "执法证号": str}
OFTEN = 3


def tables(visits: pd.DataFrame) -> dict[str, pd.Series]:
    """Return enterprise × month, enterprise × item × year, and body × month."""
    visits["月"] = visits["检查日期"].str.slice(0, 7)
    visits["年"] = visits["检查日期"].str.slice(0, 4)
    reports = visits.drop_duplicates(["检查单位", "检查编号"])
    on_site = reports[reports["检查方式"] == "现场"]
    months = on_site.groupby(["企业", "月"]).size()
    items = visits[visits["检查方式"] == "现场"].groupby(["企业", "检查事项", "年"]).size()
    return {
        "analyst_r1": months[months >= OFTEN],
        "analyst_r3": items[items >= OFTEN],
        "analyst_body_month": reports.groupby(["检查单位", "月"]).size(),
    }


def main(csv: str, target: str) -> None:
    """Store the file and the counts."""
    visits = pd.read_csv(csv, dtype=CODES)
    if target.startswith("postgresql"):
        from sqlalchemy import create_engine

        engine = create_engine(target.replace("postgresql://", "postgresql+psycopg://", 1))
        with engine.begin() as connection:
            _store(visits, connection)
        return
    connection = sqlite3.connect(target)
    _store(visits, connection)
    connection.commit()
    connection.close()


def _store(visits: pd.DataFrame, connection: object) -> None:
    visits.to_sql("analyst_visits", connection, index=False)
    for name, counts in tables(visits).items():
        counts.rename("n").reset_index().to_sql(name, connection, index=False)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
