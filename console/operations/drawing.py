"""The 双随机 draw for window and command line alike: what is asked, its papers, its checking."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from data.rows.draw_wishes import Scope, Wish, read_rules
from data.rows.draws import DrawPlan, DrawRules, DrawSheet, DrawState, Population, Stratum
from data.rows.errors import InvalidInput

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from data.drawing.certificates import Verdict
    from data.rows.issues import BatchReport
    from data.rows.papers import Issuer
    from data.store.database import Database
    from reports.content import Document

FORMS = ("pdf", "docx", "xlsx")
MOST_CERTIFICATE = 512 * 1024 * 1024
Step = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The rules as people write them; what is empty stays as it usually is."""

    ratios: str = ""
    factors: str = ""
    repeat: str = ""
    size: int | None = None
    pair: int | None = None
    most: int | None = None
    fresh: bool | None = None

    def over(self, base: DrawRules) -> DrawRules:
        """Return the rules with what is written put over those there are."""
        return read_rules(
            base, self.ratios, self.factors, self.repeat, self.size, self.pair, self.most,
            self.fresh,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A draw as it is asked for; lists are files, None where the register is drawn from."""

    title: str
    held: date
    scope: Scope = field(default_factory=Scope)
    bodies: tuple[str, ...] = ()
    objects: Path | None = None
    officers: Path | None = None
    avoid: Path | None = None
    words: RuleWords = field(default_factory=RuleWords)
    witness: str = ""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a draw would be: its people, rules and quotas, and what will not be met."""

    people: Population
    rules: DrawRules
    strata: tuple[Stratum, ...]
    warnings: tuple[str, ...]

    @property
    def quota(self) -> int:
        """Return how many enterprises would be drawn."""
        return sum(one.quota for one in self.strata)

    @property
    def told(self) -> str:
        """Return it in words."""
        lines = [f"从 {len(self.people.objects):,} 户中抽 {self.quota:,} 户，"
                 f"人员 {len(self.people.officers):,} 人，回避 {len(self.people.avoid):,} 对。"]
        lines += [f"{one.name}：{one.size:,} 户抽 {one.quota:,} 户" for one in self.strata]
        lines += [f"{why} {count:,}，未列入。" for why, count in self.people.left_out]
        return "\n".join((*lines, *self.warnings))


def prospect(session: Session, asked: Asked) -> Prospect:
    """Read the lists and the register; nothing is written."""
    from data.drawing.canonical import check_plan
    from data.drawing.foreseeing import foreseen
    from data.drawing.population import population
    from data.drawing.strata import strata_of
    from data.drawing.usual_rules import usual_rules

    _refuse_faults(asked)
    rules = asked.words.over(usual_rules(session))
    people = population(session, _wish(asked), asked.held, rules.fresh)
    if not people.objects:
        raise InvalidInput("没有可抽取的对象，请放宽范围或核对名单。")
    plan = DrawPlan("", asked.title, asked.held, people, rules)
    check_plan(plan)
    strata = strata_of(people.objects, rules)
    return Prospect(people, rules, strata, (*people.notes, *foreseen(plan, strata)))


def _wish(asked: Asked) -> Wish:
    from data.intake.draw_lists import read_avoidances, read_objects, read_officers

    files = [path.name for path in (asked.objects, asked.officers, asked.avoid) if path]
    return Wish(
        asked.scope, asked.bodies,
        read_objects(asked.objects) if asked.objects else None,
        read_officers(asked.officers) if asked.officers else None,
        read_avoidances(asked.avoid) if asked.avoid else (),
        tuple(files),
    )  # fmt: skip


def promise(session: Session, asked: Asked, actor: str, today: date) -> tuple[int, Prospect]:
    """Promise what is asked; return the draw's id and what it will be."""
    from data.drawing import keeping

    found = prospect(session, asked)
    number = keeping.promise(
        session, asked.title, asked.held, found.people, found.rules, asked.witness,
        keeping.Who(actor, today),
    )  # fmt: skip
    return number, found


def write_draw_papers(db: Database, number: str, folder: Path, step: Step) -> list[Path]:
    """Write 承诺书 or 证明 as PDF, DOCX and XLSX, and of a finished draw the .json to verify."""
    from console.operations.papers import MOST_BYTES, clean_name, render, save

    with db.reading() as session:
        sheet, document = _document(session, number)
    stem = clean_name(f"{document.kind.label}_{sheet.row.number}_{sheet.row.title}")
    stem = stem.encode()[:MOST_BYTES].decode(errors="ignore")
    written = []
    for place, form in enumerate(FORMS):
        step(place, len(FORMS), f"{document.kind.label} {form}")
        content, _ = render(document, form)
        path = folder / f"{stem}.{form}"
        save(path, content)
        written.append(path)
    if sheet.row.state is DrawState.DRAWN:
        path = folder / f"{stem}.json"
        save(path, certificate_text(sheet).encode())
        written.append(path)
    step(len(FORMS), len(FORMS), "完成")
    return written


def write_targets(
    db: Database, number: str, plan: str, actor: str, today: date
) -> BatchReport:
    """Write the enterprises a draw gave into a plan's 检查对象名单, as a batch of its own.

    A list written before must be taken back first: whoever was replaced would else stay on it.
    """
    import tempfile

    from data.drawing.keeping import show
    from data.intake.importer import ImportOptions, import_paths
    from data.intake.queries import standing_batch

    code, _, of_plan = (part.strip() for part in plan.partition(":"))
    with db.reading() as session:
        sheet = show(session, number)
        name = f"双随机抽取_{sheet.row.number}_检查对象名单.csv"
        before, lead = standing_batch(session, "targets", name), _lead(session, code, of_plan)
    if sheet.standing is None:
        raise InvalidInput(f"抽取 {sheet.row.number} {sheet.row.word}，没有可写入的结果。")
    if before is not None:
        raise InvalidInput(f"抽取 {sheet.row.number} 已写入批次 {before}，请先撤回该批次再写入。")
    with tempfile.TemporaryDirectory(prefix="lianxi-targets-") as folder:
        path = Path(folder) / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(("计划编号", "牵头部门", "企业"))
            rows.writerows((of_plan, lead, one.code) for one in sheet.standing.drawn)
        options = ImportOptions(kind="targets", actor=actor, today=today)
        (report,) = import_paths(db, [path], options)
    if report.id is None:
        told = "；".join(one.message for one in report.issues[:3])
        raise InvalidInput(f"没有写入检查对象名单：{told or '名单中的企业都已在计划中。'}")
    return report


def _lead(session: Session, code: str, number: str) -> str:
    """Return the name of the body that leads a plan; InvalidInput where there is no such plan."""
    from data.records.plans import ids_of_keys
    from data.records.registers import list_bodies

    if not code or not number or not ids_of_keys(session, [f"{code}:{number}"]):
        raise InvalidInput(f"没有计划“{code}:{number}”，请写作 单位编码:计划编号。")
    return next(one.name for one in list_bodies(session) if one.code == code)


def _document(session: Session, number: str) -> tuple[DrawSheet, Document]:
    from data.drawing.keeping import show
    from data.oversight.issuing import default_issuer
    from data.records.registers import data_state
    from data.rows.papers import PaperKind
    from reports.papers.draws import draw_paper, promise_paper

    sheet = show(session, number)
    drawn = sheet.outcome is not None
    kind = PaperKind.DRAW_CERTIFICATE if drawn else PaperKind.DRAW_PROMISE
    who: Issuer = default_issuer(session, kind)
    make = draw_paper if drawn else promise_paper
    return sheet, make(sheet, who, data_state(session).sample)


def _refuse_faults(asked: Asked) -> None:
    """Refuse words that no paper may hold while they can still be changed."""
    from reports.lint import FaultLevel
    from reports.lint.texts import check_text

    for where, text in (("名称", asked.title), ("约定的公开数", asked.witness)):
        for fault in check_text(text, where):
            if fault.level is FaultLevel.ERROR:
                raise InvalidInput(f"{where}有误：{fault.message}")


def certificate_text(sheet: DrawSheet) -> str:
    """Return the certificate as the text of its file."""
    from data.drawing.certificates import certificate

    return json.dumps(certificate(sheet), ensure_ascii=False, indent=1) + "\n"


def verify_file(path: Path) -> Verdict:
    """Draw the draw of a certificate's file again; no database is needed."""
    from data.drawing.certificates import verify

    try:
        if path.stat().st_size > MOST_CERTIFICATE:
            raise InvalidInput(f"“{path.name}”超过 512 MB，不是抽取证明。")
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as exc:
        raise InvalidInput(f"无法读取“{path}”：文件不存在或没有权限，请检查路径。") from exc
    except (ValueError, RecursionError) as exc:
        raise InvalidInput(f"“{path.name}”不是抽取证明：不是有效的 JSON 文本。") from exc
    if not isinstance(content, dict):
        raise InvalidInput(f"“{path.name}”不是抽取证明。")
    return verify(content)


def verify_kept(session: Session, number: str) -> Verdict:
    """Draw a draw of the ledger again, and look whether the promises follow one another."""
    from data.drawing.certificates import certificate, verify
    from data.drawing.keeping import broken_chain, show

    verdict = verify(certificate(show(session, number)))
    return replace(verdict, problems=(*verdict.problems, *broken_chain(session)))
