"""Refuse to keep a database file where file locks cannot be trusted (R-D5)."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from data.rows.errors import Refused

_NETWORK_TYPES = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ncpfs", "afs", "ceph", "lustre",
        "glusterfs", "davfs", "ocfs2", "gfs2", "beegfs", "gpfs", "vboxsf",
    }
)  # fmt: skip
_SYNC_FOLDERS = {
    "onedrive": "OneDrive",
    "nutstore": "坚果云",
    "坚果云": "坚果云",
    "dropbox": "Dropbox",
    "baidusyncdisk": "百度网盘同步空间",
    "baidunetdisk": "百度网盘",
    "wpsdrive": "WPS 云盘",
    "wps云盘": "WPS 云盘",
    "icloud": "iCloud",
    "google drive": "Google Drive",
}
_DRIVE_REMOTE = 4
_ADVICE = "请把数据库放在本机磁盘；多人共用请改用服务器模式（PostgreSQL）。"


def _windows_drive_type(root: str) -> int:
    """Ask Windows what kind of drive a root such as `Z:\\` is."""
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(root))
    return 0


def _read_mounts() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def filesystem_of(path: str, mountinfo: str) -> str:
    """Return the type of the file system a POSIX path lies on, "" when unknown."""
    best, found = -1, ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best:
            best, found = len(point), after.split(" ", 1)[0]
    return found


def refusal(
    path: str,
    *,
    mountinfo: str = "",
    drive_type: Callable[[str], int] = _windows_drive_type,
) -> str:
    """Return why a path must not hold a database, or "" when it may."""
    if path.startswith(("\\\\", "//")):
        return "网络共享路径"
    drive = re.match(r"^[A-Za-z]:", path)
    if drive and drive_type(drive[0] + "\\") == _DRIVE_REMOTE:
        return f"网络映射盘 {drive[0]}"
    kind = filesystem_of(path, mountinfo)
    if kind in _NETWORK_TYPES or kind.startswith("fuse."):
        return f"网络或虚拟文件系统 {kind}"
    return ""


def sync_warning(path: str) -> str:
    """Return a warning for a path inside a folder that a cloud client synchronises, or ""."""
    for part in re.split(r"[\\/]", path):
        for mark, name in _SYNC_FOLDERS.items():
            if part.lower().startswith(mark):
                return (
                    f"数据库位于{name}同步文件夹（{path}），同步可能损坏数据。"
                    "请移到不同步的本机文件夹。"
                )
    return ""


def check_place(path: Path) -> list[str]:
    """Refuse a network place before anything is created; return warnings for other doubts."""
    text = str(path)
    if not text.startswith(("\\\\", "//")):
        text = str(path.resolve())
    reason = refusal(text, mountinfo=_read_mounts())
    if reason:
        raise Refused(
            f"数据库不能放在网络位置：{text} 是{reason}，文件锁不可靠，会损坏数据。{_ADVICE}",
            title="不支持网络位置",
            cause=reason,
            advice=_ADVICE,
            code="network-place",
        )
    warning = sync_warning(text)
    return [warning] if warning else []
