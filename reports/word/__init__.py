"""Documents as DOCX for the last edit in WPS, and the finished text read back."""

from reports.word.writing import write_docx

__all__ = ["write_docx"]
