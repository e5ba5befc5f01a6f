"""Disks that cannot be written: a real mount where this process may mount, permissions and limits otherwise."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def small_disk(kilobytes: int) -> Iterator[Path]:
    """A folder in which no more than this can be written."""
    with _folder() as folder:
        if _mount(folder, kilobytes):
            try:
                yield folder
            finally:
                subprocess.run(["umount", "-l", str(folder)], check=True)
        else:
            with _limited_files(kilobytes):
                yield folder


@contextmanager
def disk_to_lock() -> Iterator[ReadOnlyLater]:
    """A folder that can be written until `lock` is called."""
    with _folder() as folder:
        disk = ReadOnlyLater(folder, mounted=_mount(folder, 8_192))
        try:
            yield disk
        finally:
            disk.unlock()
            if disk.mounted:
                subprocess.run(["umount", "-l", str(folder)], check=True)


class ReadOnlyLater:
    """A folder with a switch between writable and read-only."""

    def __init__(self, folder: Path, mounted: bool) -> None:
        self.folder = folder
        self.mounted = mounted
        self._user = os.geteuid()

    def lock(self) -> None:
        self._remount("ro") if self.mounted else self._permit(0o444, 0o555)
        if not self.mounted and self._user == 0:
            os.seteuid(NOBODY)  # permissions say nothing to root

    def unlock(self) -> None:
        if os.geteuid() != self._user:
            os.seteuid(self._user)
        self._remount("rw") if self.mounted else self._permit(0o644, 0o755)

    def _remount(self, how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.folder)], check=True)

    def _permit(self, files: int, folders: int) -> None:
        for path in self.folder.rglob("*"):
            path.chmod(folders if path.is_dir() else files)
        self.folder.chmod(folders)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="flexlib-disk-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _mount(folder: Path, kilobytes: int) -> bool:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True).returncode == 0


@contextmanager
def _limited_files(kilobytes: int) -> Iterator[None]:
    """Every file this process writes ends here; Python ignores the signal, so that writing gives an error."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
