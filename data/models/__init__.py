"""Floor 2: the models, one module per noun; importing the package knows every table."""

from data.models.answers import ConfirmationSheet, Progress, Reply
from data.models.base import Base
from data.models.batches import Batch, BatchChange, Quality
from data.models.codes import CodeRecord
from data.models.figures import Cap, Capacity, Fine, Usage
from data.models.findings import Finding, FindingBody, FindingTally, FindingVisit, Tally
from data.models.identities import BodyAlias, EnterpriseCode, EnterpriseMerge
from data.models.lists import Contact, Officer, Scenario, Whitelist
from data.models.oversight import Audit, Complaint, SelfCheck
from data.models.plans import Plan, PlanTarget, Task
from data.models.registers import Body, Enterprise, Item, Region, Setting
from data.models.visits import CodeEvent, Report, ReportLine, Visit, VisitBody, VisitItem

__all__ = [
    "Audit",
    "Base",
    "Batch",
    "BatchChange",
    "Body",
    "BodyAlias",
    "Cap",
    "Capacity",
    "CodeEvent",
    "CodeRecord",
    "Complaint",
    "ConfirmationSheet",
    "Contact",
    "Enterprise",
    "EnterpriseCode",
    "EnterpriseMerge",
    "Finding",
    "FindingBody",
    "FindingTally",
    "FindingVisit",
    "Fine",
    "Item",
    "Officer",
    "Plan",
    "PlanTarget",
    "Progress",
    "Quality",
    "Region",
    "Reply",
    "Report",
    "ReportLine",
    "Scenario",
    "SelfCheck",
    "Setting",
    "Tally",
    "Task",
    "Usage",
    "Visit",
    "VisitBody",
    "VisitItem",
    "Whitelist",
]
