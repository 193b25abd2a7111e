"""What F1 and Shift+? show."""

SHORTCUTS = (
    ("F1", "帮助"), ("Shift+?", "快捷键"), ("F5", "刷新"), ("Ctrl+K", "搜索并跳转"),
    ("Ctrl+F", "在本页查找"), ("Ctrl+E", "导出本页表格"), ("Ctrl+B", "生成简报"),
    ("Ctrl+I", "导入数据"),
    ("Alt+T", "图表看表"), ("Alt+←", "返回"), ("Alt+→", "前进"), ("Ctrl+C", "复制为表格"),
    ("回车", "看所选格或行的检查记录"), ("Ctrl++ / Ctrl+-", "放大、缩小字号"),
)  # fmt: skip

HELP = {
    "overview": "六个方格对应六项跟踪内容：数字、分子分母、近十二个月走势和较上期变化。"
    "单击方格看其记录，单击热力格看该单位当月记录，右侧列出本期需要办的事。",
    "heatmap": "每格为入企检查次数。红框表示当月有企业超过 3 次，斜纹表示无数据，与零不同。"
    "单击或回车在下方列出该格的记录，条数与格内数字一致；红框格先列超频次企业当月的全部记录。"
    "双击、再按回车或点“全部记录”进入记录页，Alt+← 返回。",
    "findings": "按规则判定的预警。右侧为规则原文、来源和效力。"
    "有据的可以开具函件，参考的只作提示。"
    "双击或回车看所依据的检查记录。",
    "records": "入企检查记录。单击表头排序，点“选列”定显示哪些列，"
    "Ctrl+C 复制为表格，导出为工作簿。",
    "import": "选择文件、识别表类与列、检查、导入。回车下一步，Alt+← 上一步，Alt+A 全部确认，"
    "F2 或空格改列的对应，Delete 移除文件。检查不写入数据；错误工作簿改好红格后可直接再导入；"
    "每批可整批撤销。",
    "system": "数据库、现行规则、本机检查、字号与界面。",
}


def shortcuts_text() -> str:
    """Return the shortcuts as lines."""
    return "\n".join(f"{key}　{text}" for key, text in SHORTCUTS)


def about_text(version: str, qt: str, location: str, ruleset: str) -> str:
    """Return what the program says of itself."""
    return (
        f"联席会议协调台 {version}\n"
        "汇总涉企行政检查数据，按规则预警，生成联席会议材料。\n\n"
        f"数据：{location}\n{ruleset}\n"
        "全程离线运行，不向外发送任何数据。\n\n"
        f"界面组件 Qt {qt}（LGPL）。字体为思源黑体（SIL OFL 1.1）。"
    )
