"""Documents as PDF in the official form (GB/T 9704-2012)."""

from reports.pdf.setter import Written, write_pdf

__all__ = ["Written", "write_pdf"]
