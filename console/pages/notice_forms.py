"""What the window asks of each deed of a paper: a reason, a day, a file, a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.rows.notices import Deed


@dataclass(frozen=True, slots=True)
class DeedForm:
    """How a deed is called and what it needs; an empty label asks for nothing.

    `several`: it may be done to several papers at once. `dated`: it may have happened earlier.
    """

    text: str
    hint: str
    note: str = "说明"
    needs_note: bool = False
    due: str = ""
    needs_due: bool = False
    file: str = ""
    file_kinds: str = ""
    number: bool = False
    kind: bool = False
    wording: bool = False
    dated: str = ""
    bodies: str = ""
    issuer: bool = False
    several: bool = True


FORMS: Mapping[Deed, DeedForm] = {
    Deed.SUBMIT: DeedForm("送审", "送其他人审核、签发。"),
    Deed.EDIT: DeedForm(
        "修改文字", "改标题、开头、结尾，或所依据的预警。", "", wording=True, several=False
    ),
    Deed.REVIEW: DeedForm("审核", "审核人不能是拟稿人。"),
    Deed.SIGN: DeedForm("签发", "签发人不能是拟稿人；未送审的一并记为送审、审核。"),
    Deed.ISSUE: DeedForm(
        "登记印发", "编号、校核、定版留存，印发后不能更改。", "", file="定稿（.docx）",
        file_kinds="文档 (*.docx)", number=True,
    ),
    Deed.SEND_BACK: DeedForm("退回修改", "退回拟稿人修改。", "理由", True),
    Deed.COSIGN: DeedForm("会签", "联合印发的，其他发文单位逐一会签。", "会签单位", True),
    Deed.GRANT: DeedForm("准予延期", "期限改为申请的日期。"),
    Deed.DENY: DeedForm("不准延期", "期限不变。"),
    Deed.RECEIVE: DeedForm("签收", "被通知单位已签收。", dated="签收日期"),
    Deed.CLOSE: DeedForm("办结", "反馈经审核，事项了结。"),
    Deed.RETURN: DeedForm(
        "退回反馈", "反馈不充分，写明理由，可另定期限。", "理由", True, "重新反馈期限"
    ),
    Deed.REPLY: DeedForm(
        "书面反馈", "登记单位的书面反馈，可附文件。", "反馈内容", True, file="附件",
        dated="反馈日期", several=False,
    ),
    Deed.REMIND: DeedForm("催办", "登记一次催办。"),
    Deed.ESCALATE: DeedForm(
        "升级办理", "到期未反馈，按下一步文件立项。", "理由", kind=True, issuer=True, several=False
    ),
    Deed.ASK_MORE_TIME: DeedForm(
        "申请延期", "单位在到期前申请，须写明理由。", "理由", True, "延期到", True, several=False
    ),
    Deed.EXEMPT: DeedForm("尽职免责", "在通报以前认定，事项了结。", "理由", True),
    Deed.WITHDRAW: DeedForm(
        "撤回", "另拟撤回函，印发后生效；原件照存。", "理由", True, several=False
    ),
    Deed.DROP: DeedForm("作废", "未印发的文件作废。", "理由", True),
    Deed.ARCHIVE: DeedForm("归档", "了结的事项归档。"),
}
"""Every deed people do to one paper, the usual next one first."""
PLAIN = DeedForm("立项拟稿", "每条建议立一件，由拟稿人送审。", "", issuer=True)
SEND = DeedForm(
    "送核对", "印发点名文件以前送单位核对，每个单位一个工作簿。", "",
    bodies="编码或名称，逗号隔开；不填为全部有问题的单位",
)  # fmt: skip
SETTLE = DeedForm(
    "收回认定", "属实的认定属实，有异议、更正的记有异议，逾期未反馈视为无异议。", "",
    bodies="编码或名称；不填为全部单位",
)  # fmt: skip
DRAFT = DeedForm("拟稿", "立项后在“办件”中送审、签发。", "事由", issuer=True)
