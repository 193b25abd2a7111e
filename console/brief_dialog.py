"""生成简报: period, folder and papers, then the files where they lie."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from console.context import AppContext
from console.operations.documents import save_papers
from console.operations.paper_desk import Order
from console.operations.papers import File
from data.rows.errors import InvalidInput
from data.rows.period import Period

PAPERS = (
    ("briefing", "联席会议简报"),
    ("circular", "情况通报"),
    ("annexes", "情况通报附件"),
    ("notices", "提醒函、督办函、督导函"),
    ("onepage", "一页纸"),
)


def _faces() -> str:
    """Say which face each role of a document is set in."""
    from console.faces import use_chosen_faces
    from reports.fonts import face_names

    use_chosen_faces()
    return "\n".join(f"{role}　{face}" for role, face in face_names().items())


class BriefDialog(QDialog):
    """The form of the meeting briefing."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.setWindowTitle("生成简报")
        self.period = QLineEdit(ctx.filter.period)
        self.folder = QLineEdit(str(Path.home() / "联席会议简报"))
        self.papers = {key: QCheckBox(text) for key, text in PAPERS}
        self.write, self._close = QPushButton("生成"), QPushButton("关闭")
        self._open = QPushButton("打开文件夹")
        self._said = QLabel("期间可写 2026-Q3、2026-09、2026-01..2026-10。")
        self._faces = QLabel(_faces())
        self._build()
        self._read_period()

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("期间", self.period)
        line = QHBoxLayout()
        choose = QPushButton("选择…")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        line.addWidget(self.folder, 1)
        line.addWidget(choose)
        form.addRow("存放位置", line)
        papers = QVBoxLayout()
        for box in self.papers.values():
            box.setChecked(True)
            papers.addWidget(box)
        form.addRow("文件", papers)
        form.addRow("字体", self._faces)
        self._place(form)

    def _place(self, form: QFormLayout) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self._open)
        foot.addStretch(1)
        foot.addWidget(self._close)
        foot.addWidget(self.write)
        self._open.setVisible(False)
        self._open.setAutoDefault(False)
        self._close.setAutoDefault(False)
        self.write.setProperty("primary", True)
        self.write.setDefault(True)
        self._said.setProperty("role", "note")
        self._said.setWordWrap(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(14)
        whole.addLayout(form)
        whole.addWidget(self._said)
        whole.addLayout(foot)
        self.setMinimumWidth(520)
        self.period.textChanged.connect(self._read_period)
        self.write.clicked.connect(self.start)
        self._close.clicked.connect(self.reject)
        self._open.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self.folder.text()))
        )

    def start(self) -> None:
        """Write the papers beside the window."""
        wanted = [key for key, box in self.papers.items() if box.isChecked()]
        self.write.setEnabled(False)
        period = Period.parse(self.period.text().strip(), self._ctx.today)
        order = Order(period, self._ctx.today, tuple(wanted))
        save_papers(self._ctx, order, Path(self.folder.text()), self._show).run()
        self._ctx.runner.idle.connect(self._ready_again)

    def _ready_again(self) -> None:
        self._ctx.runner.idle.disconnect(self._ready_again)
        self.write.setEnabled(True)

    def _show(self, files: list[File]) -> None:
        shown = "\n".join(file.path.name for file in files[:8])
        self._said.setText(f"已生成 {len(files)} 个文件：\n{shown}")
        self._open.setVisible(True)
        self._ctx.messages.info(f"已生成 {len(files)} 个文件")

    def _read_period(self) -> None:
        try:
            title = Period.parse(self.period.text(), self._ctx.today).title
        except InvalidInput as error:
            self._said.setText(error.message)
            self.write.setEnabled(False)
        else:
            self._said.setText(f"{title}。每个数字都注明口径、规则集和数据截止日期。")
            self.write.setEnabled(True)

    def _choose(self) -> None:
        self._ctx.messages.choose_folder("存放位置", lambda path: self.folder.setText(str(path)))
