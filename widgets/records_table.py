"""The table of records in one place: columns, model and view."""

from widgets.column import Column
from widgets.paged_model import PagedModel
from widgets.table_view import TableView

__all__ = ["Column", "PagedModel", "TableView"]
