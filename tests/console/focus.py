"""The tiny city the tests of the pages 企业, 单位 and 清单库 look at."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from console.cli.main import main
from data.models import (
    Body,
    BodyAlias,
    Enterprise,
    EnterpriseCode,
    Item,
    Plan,
    PlanTarget,
    Visit,
)
from data.records.behind import records_of_measure
from data.rows.period import Period, day_number
from data.store.database import Database

TODAY = date(2026, 10, 30)
YEAR = Period.parse("2026")
BODY = "市市场监管局"


@pytest.fixture(scope="module")
def url(tiny_city: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a copy of the tiny city."""
    path = tmp_path_factory.mktemp("focus") / "city.sqlite"
    shutil.copy(tiny_city, path)
    url = f"sqlite:///{path}"
    with Database.open(url) as db, db.writing("测试", "加一个检查对象") as opened:
        _add_target(opened)
        _rename(opened)
    return url


def _add_target(session) -> None:
    """Let a plan that is not over name one more enterprise: in the sample all have been visited."""
    plan = session.scalars(
        select(Plan).join(Visit, Visit.plan_id == Plan.id)
        .where(Plan.last > day_number(TODAY)).order_by(Plan.id)
    ).first()  # fmt: skip
    named = select(PlanTarget.enterprise_id).where(PlanTarget.plan_id == plan.id)
    led = select(Visit.enterprise_id).where(Visit.plan_id == plan.id)
    one = session.scalars(
        select(Enterprise.id).where(Enterprise.id.not_in(named), Enterprise.id.not_in(led))
    ).first()
    session.add(PlanTarget(plan_id=plan.id, body_id=plan.body_id, enterprise_id=one))


def _rename(session) -> None:
    """Merge an item into another, let a body and an enterprise go by other names too."""
    kept, gone = session.scalars(select(Item).order_by(Item.code).limit(2)).all()
    gone.merged_into = kept.id
    body = session.scalars(select(Body).where(Body.name == BODY)).one()
    session.add(BodyAlias(body_id=body.id, name="市场局", actor="测试", at="2026-01-01"))
    one = session.scalars(select(Enterprise).order_by(Enterprise.code)).first()
    one.other = "320200400012345"
    session.add(EnterpriseCode(enterprise_id=one.id, code="旧名商行"))


@pytest.fixture(scope="module")
def city(url: str):
    """The copy, open."""
    with Database.open(url) as db:
        yield db


@pytest.fixture
def session(city: Database):
    """A reading session."""
    with city.reading() as opened:
        yield opened


@pytest.fixture(scope="module")
def busiest(city: Database) -> str:
    """The enterprise with most visits in the year."""
    with city.reading() as opened:
        rows = records_of_measure(opened, "M9", YEAR)
    codes = [row.enterprise.code for row in rows if row.enterprise]
    return max(sorted(set(codes)), key=codes.count)


def run(capsys, *words: str) -> tuple[int, str]:
    """Run a command and return its status and what it printed."""
    status = main([*words, "--today", "2026-10-30"])
    return status, capsys.readouterr().out
