"""Who sits at this computer, as the window and the inbox know them."""

from __future__ import annotations

import getpass


def viewer_name() -> str:
    """Return the name one is logged in by."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "本机用户"
