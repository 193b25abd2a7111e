"""Floor 2: the models, one module per noun; importing the package knows every table."""

from data.models.answers import ConfirmationSheet, Progress, Reply
from data.models.base import Base
from data.models.batches import Batch, BatchChange, BatchRemoved, Quality
from data.models.board import BoardEvent, BoardStep
from data.models.calendar import CalendarDay, CalendarYear
from data.models.codes import CodeRecord
from data.models.demands import Demand, DemandEvent, DemandSide
from data.models.draws import Draw, DrawEnd, DrawnEnterprise, DrawSeed, DrawSubstitute
from data.models.edits import Edit
from data.models.figures import Cap, Capacity, Fine, Usage
from data.models.filings import Filing
from data.models.finding_changes import FindingChange
from data.models.findings import (
    DistinctTally,
    Finding,
    FindingBody,
    FindingRecord,
    FindingTally,
    FindingVisit,
    Tally,
    TriggerTally,
)
from data.models.identities import BodyAlias, EnterpriseCode, EnterpriseMerge
from data.models.lists import Contact, Officer, Scenario, Whitelist
from data.models.matching import MatchVerdict
from data.models.meetings import (
    AgendaItem,
    Attendance,
    DecisionEvent,
    DecisionItem,
    Meeting,
)
from data.models.notes import Remark
from data.models.notices import CheckItemRecord, Notice, NoticeEvent, NoticeFinding
from data.models.oversight import Audit, Complaint, SelfCheck
from data.models.papers import IssuedPaper, IssuerRecord, PaperSeries
from data.models.plans import Plan, PlanTarget, Task
from data.models.registers import Body, Enterprise, Item, Region, Setting
from data.models.rulebook import AuditDraw, AuditSample, BasisVerdict, Decision, RuleChange
from data.models.submissions import SubmissionBody, SubmissionCall, SubmissionReceipt
from data.models.timetables import KeptTimetableEntry
from data.models.visits import CodeEvent, Report, ReportLine, Visit, VisitBody, VisitItem

__all__ = [
    "AgendaItem",
    "Attendance",
    "Audit",
    "AuditDraw",
    "AuditSample",
    "Base",
    "BasisVerdict",
    "Batch",
    "BatchChange",
    "BatchRemoved",
    "BoardEvent",
    "BoardStep",
    "Body",
    "BodyAlias",
    "CalendarDay",
    "CalendarYear",
    "Cap",
    "Capacity",
    "CheckItemRecord",
    "CodeEvent",
    "CodeRecord",
    "Complaint",
    "ConfirmationSheet",
    "Contact",
    "Decision",
    "DecisionEvent",
    "DecisionItem",
    "Demand",
    "DemandEvent",
    "DemandSide",
    "DistinctTally",
    "Draw",
    "DrawEnd",
    "DrawSeed",
    "DrawSubstitute",
    "DrawnEnterprise",
    "Edit",
    "Enterprise",
    "EnterpriseCode",
    "EnterpriseMerge",
    "Filing",
    "Finding",
    "FindingBody",
    "FindingChange",
    "FindingRecord",
    "FindingTally",
    "FindingVisit",
    "Fine",
    "IssuedPaper",
    "IssuerRecord",
    "Item",
    "KeptTimetableEntry",
    "MatchVerdict",
    "Meeting",
    "Notice",
    "NoticeEvent",
    "NoticeFinding",
    "Officer",
    "PaperSeries",
    "Plan",
    "PlanTarget",
    "Progress",
    "Quality",
    "Region",
    "Remark",
    "Reply",
    "Report",
    "ReportLine",
    "RuleChange",
    "Scenario",
    "SelfCheck",
    "Setting",
    "SubmissionBody",
    "SubmissionCall",
    "SubmissionReceipt",
    "Tally",
    "Task",
    "TriggerTally",
    "Usage",
    "Visit",
    "VisitBody",
    "VisitItem",
    "Whitelist",
]
