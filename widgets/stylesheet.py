"""The style sheet of the window, written from a theme."""

from __future__ import annotations

from widgets.status import Status
from widgets.theme import FONT_SIZES, Theme


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of the whole window."""
    return "\n".join((_text(theme), _boxes(theme), _buttons(theme), _fields(theme), _views(theme)))


def _text(t: Theme) -> str:
    sizes = {role: t.px(size) for role, size in FONT_SIZES.items()}
    lamps = "\n".join(
        f'QLabel[lamp="{lamp.value}"] {{ color: {lamp.colour(t).name()}; }}' for lamp in Status
    )
    return f"""
* {{ font-weight: 400; }}
QWidget {{ color: {t.text}; }}
QMainWindow, QDialog {{ background: {t.ground}; }}
QLabel {{ background: transparent; }}
QLabel[role="title"] {{ font-size: {sizes["title"]}px; }}
QLabel[role="card"] {{ font-size: {sizes["card"]}px; }}
QLabel[role="figure"] {{ font-size: {sizes["figure"]}px; }}
QLabel[role="second"] {{ color: {t.second}; }}
QLabel[role="cell"] {{ font-size: {sizes["cell"]}px; color: {t.second}; }}
QLabel[role="note"] {{ font-size: {sizes["note"]}px; color: {t.second}; }}
QLabel[role="quiet"] {{ font-size: {sizes["note"]}px; color: {t.quiet}; }}
{lamps}
QToolTip {{ background: {t.card}; color: {t.text}; border: 1px solid {t.line_strong};
  padding: 6px 8px; font-size: {sizes["note"]}px; }}
"""


def _boxes(t: Theme) -> str:
    note = t.px(FONT_SIZES["note"])
    return f"""
QFrame#card, QFrame#tile {{ background: {t.card}; border: 1px solid {t.line};
  border-radius: 8px; }}
QFrame#tile:hover {{ border-color: {t.line_strong}; }}
QFrame#tile:focus {{ border-color: {t.ink}; }}
QFrame#scoreRow {{ background: transparent; border: 1px solid transparent;
  border-bottom-color: {t.line}; }}
QFrame#scoreRow:focus {{ border-color: {t.ink}; border-radius: 6px; }}
QFrame#navigation {{ background: {t.side}; border: none; border-right: 1px solid {t.line}; }}
QFrame#topbar {{ background: {t.card}; border: none; border-bottom: 1px solid {t.line}; }}
QFrame#pastband {{ background: {t.selected}; border: none; border-bottom: 1px solid {t.line}; }}
QFrame#statusbar {{ background: {t.side}; border: none; border-top: 1px solid {t.line}; }}
QFrame#statusbar QLabel {{ font-size: {note}px; color: {t.quiet}; }}
QFrame#popup {{ background: {t.card}; border: 1px solid {t.line_strong}; border-radius: 8px; }}
QFrame#hairline {{ background: {t.line}; border: none; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget#page {{ background: {t.ground}; }}
QSplitter::handle {{ background: transparent; }}
QProgressBar {{ background: {t.line}; border: none; border-radius: 3px; max-height: 6px;
  min-height: 6px; }}
QProgressBar::chunk {{ background: {t.ink}; border-radius: 3px; }}
QMenu {{ background: {t.card}; border: 1px solid {t.line_strong}; border-radius: 6px;
  padding: 4px; }}
QMenu::item {{ padding: 5px 20px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.selected}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
"""


def _buttons(t: Theme) -> str:
    cell, note = t.px(FONT_SIZES["cell"]), t.px(FONT_SIZES["note"])
    return f"""
QPushButton {{ background: {t.card}; border: 1px solid {t.line_strong}; border-radius: 6px;
  padding: 0 {t.space(14)}px; min-height: {t.px(30)}px; font-size: {cell}px; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.selected}; }}
QPushButton:focus {{ border-color: {t.ink}; }}
QPushButton:disabled {{ color: {t.none}; border-color: {t.line}; }}
QPushButton[primary="true"], QPushButton:default {{ background: {t.ink}; color: {t.on_ink};
  border-color: {t.ink}; }}
QPushButton[primary="true"]:hover, QPushButton:default:hover {{ background: {t.ink_hover}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {t.selected}; }}
QPushButton[primary="true"]:disabled, QPushButton:default:disabled {{ background: {t.line};
  color: {t.quiet}; border-color: {t.line}; }}
QPushButton[quiet="true"], QToolButton[quiet="true"] {{ background: transparent; border: none;
  padding: 0 4px; min-height: {t.px(18)}px; color: {t.ink}; font-size: {note}px; }}
QPushButton[quiet="true"]:hover, QToolButton[quiet="true"]:hover {{ text-decoration: underline; }}
QPushButton[quiet="true"]:focus {{ border: 1px solid {t.ink}; border-radius: 4px; }}
QToolButton#explain {{ background: transparent; border: none; color: {t.none}; padding: 0;
  font-size: {cell}px; }}
QToolButton#explain:hover, QToolButton#explain:focus {{ color: {t.ink}; }}
QPushButton#chip, QPushButton#chipClose {{ background: {t.chip}; border: 1px solid {t.line};
  border-radius: {t.px(26) // 2}px; min-height: {t.px(26) - 2}px; max-height: {t.px(26) - 2}px;
  padding: 0 {t.space(11)}px; color: {t.ink if t.mode == "light" else t.text}; }}
QPushButton#chip:hover {{ background: {t.selected}; }}
QPushButton#chip:focus {{ border-color: {t.ink}; }}
QPushButton#choice {{ padding: 0 8px; min-height: {t.px(26)}px; }}
QPushButton#choice:checked {{ background: {t.selected}; border-color: {t.ink}; color: {t.ink}; }}
"""


def _fields(t: Theme) -> str:
    cell = t.px(FONT_SIZES["cell"])
    fields = "QLineEdit, QComboBox, QSpinBox, QDateEdit"
    focus = ", ".join(f"{name}:focus" for name in fields.split(", "))
    return f"""
{fields} {{ background: {t.card}; border: 1px solid {t.line_strong}; border-radius: 6px;
  padding: 0 8px; min-height: {t.px(30)}px; font-size: {cell}px;
  selection-background-color: {t.selected}; selection-color: {t.text}; }}
{focus} {{ border-color: {t.ink}; }}
QCheckBox::indicator, QRadioButton::indicator, QListWidget::indicator {{
  width: {t.px(13)}px; height: {t.px(13)}px;
  border: 1px solid {t.second}; background: {t.card}; }}
QCheckBox::indicator, QListWidget::indicator {{ border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: {t.px(13) // 2 + 1}px; }}
QCheckBox::indicator:checked, QRadioButton::indicator:checked,
QListWidget::indicator:checked {{
  background: {t.ink}; border-color: {t.ink}; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: {t.px(20)}px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: none; width: 0; height: 0;
  border-left: 4px solid {t.card}; border-right: 4px solid {t.card};
  border-top: 5px solid {t.quiet}; }}
QComboBox QAbstractItemView {{ background: {t.card}; border: 1px solid {t.line_strong};
  selection-background-color: {t.selected}; selection-color: {t.text}; outline: none; }}
QTextEdit, QPlainTextEdit, QTextBrowser {{ background: {t.card}; border: 1px solid {t.line};
  border-radius: 6px; padding: 6px; }}
QGroupBox {{ border: 1px solid {t.line}; border-radius: 8px; margin-top: {t.px(10)}px;
  padding-top: {t.px(8)}px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 12px; padding: 0 4px; color: {t.second}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {t.line}; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; padding: 6px 12px; color: {t.second};
  border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {t.ink}; border-bottom-color: {t.ink}; }}
"""


def _views(t: Theme) -> str:
    cell = t.px(FONT_SIZES["cell"])
    return f"""
QAbstractItemView {{ background: {t.card}; border: none; outline: none; font-size: {cell}px;
  selection-background-color: {t.selected}; selection-color: {t.text}; gridline-color: {t.line}; }}
QListView#navigationList {{ background: transparent; }}
QTableView#frozenPart {{ border-right: 1px solid {t.line}; }}
QHeaderView {{ background: {t.card}; border: none; }}
QHeaderView::section {{ background: {t.card}; color: {t.quiet}; border: none;
  padding: 0 8px; font-size: {cell}px; }}
QHeaderView#plain::section {{ padding: 0 2px; }}
QHeaderView#rowNames::section {{ color: {t.text}; padding: 0 8px 0 2px; }}
QTableCornerButton::section {{ background: {t.card}; border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 10px; }}
QScrollBar:horizontal {{ height: 10px; }}
QScrollBar::handle {{ background: {t.line_strong}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover {{ background: {t.none}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
