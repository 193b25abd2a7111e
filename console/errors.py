"""From an error to what the user is told: a sentence, or the error window for a bug."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType

from console.messages import Messages
from data.rows.errors import Cancelled, DataError

logger = logging.getLogger(__name__)


def report(messages: Messages, error: BaseException) -> None:
    """Tell the user about an error: its own sentence, or that the program has a fault."""
    if isinstance(error, Cancelled):
        messages.info(error.message)
    elif isinstance(error, DataError):
        messages.error(error.title, error.message)
    else:
        logger.error("unexpected error", exc_info=error)
        messages.bug("".join(traceback.format_exception(error)))


def install_hook(messages: Messages) -> None:
    """Show errors that escape from slots in the error window as well."""

    def shown(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            report(messages, error)

    sys.excepthook = shown
