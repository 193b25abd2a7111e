"""System libraries the window needs on Linux, and the Debian packages that bring them.

Standard library only and no import of this project: `run.py` reads it before anything is installed.
"""

import os
import sys

# Without these PySide6 cannot be imported or cannot draw, with or without a display.
DRAWING = {
    "libstdc++.so.6": "libstdc++6",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
    "libbrotlidec.so.1": "libbrotli1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libfreetype.so.6": "libfreetype6",
    "libfontconfig.so.1": "libfontconfig1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
}

# The window on an X display needs these as well.
SCREEN = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def loads(library: str) -> bool:
    """Say whether the dynamic linker finds and loads a library."""
    import ctypes  # only here: most starts need no look at the libraries

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_display() -> bool:
    """Say whether a window could be seen from here."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_for_drawing() -> list[str]:
    """Return the libraries without which nothing can be drawn on this computer."""
    return _missing(DRAWING)


def missing_for_screen() -> list[str]:
    """Return the libraries without which no window opens on an X display."""
    return _missing(SCREEN)


def packages(libraries: list[str]) -> list[str]:
    """Return the Debian packages that bring these libraries, each once, in order."""
    known = DRAWING | SCREEN
    return sorted({known[library] for library in libraries})


def _missing(libraries: dict[str, str]) -> list[str]:
    if not sys.platform.startswith("linux"):
        return []
    return [library for library in libraries if not loads(library)]
