"""Floor 2: the models, one module per noun; importing the package knows every table."""

from data.models.base import Base
from data.models.batches import Batch, BatchChange, Quality
from data.models.findings import Finding, FindingBody, FindingTally, FindingVisit, Tally
from data.models.plans import Plan, PlanTarget, Task
from data.models.registers import Body, Enterprise, Item, Region, Setting
from data.models.visits import CodeEvent, Report, ReportLine, Visit, VisitBody, VisitItem

__all__ = [
    "Base",
    "Batch",
    "BatchChange",
    "Body",
    "CodeEvent",
    "Enterprise",
    "Finding",
    "FindingBody",
    "FindingTally",
    "FindingVisit",
    "Item",
    "Plan",
    "PlanTarget",
    "Quality",
    "Region",
    "Report",
    "ReportLine",
    "Setting",
    "Tally",
    "Task",
    "Visit",
    "VisitBody",
    "VisitItem",
]
