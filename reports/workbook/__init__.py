"""The tables of a document as a workbook: native types, one sheet a table, 导出说明."""

from reports.workbook.writing import write_xlsx

__all__ = ["write_xlsx"]
