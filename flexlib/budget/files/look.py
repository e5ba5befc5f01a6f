"""What a file is, by its content, and whether it is safe to read: before anything is parsed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from flexlib.budget.files.limits import LIMITS, MB, Limits
from flexlib.budget.files.look_ole import OLE_MARK, kind_of_ole
from flexlib.budget.files.look_zip import ZIP_MARK, look_into_zip
from flexlib.budget.files.refused import FileRefused, wrong
from flexlib.budget.records import Finding

ENDINGS = {
    "xlsx": ("xlsx", "xltx"),
    "xlsm": ("xlsm", "xltm"),
    "xls": ("xls", "xlt"),
    "ods": ("ods", "ots"),
    "csv": ("csv", "txt", "tsv", "tab"),
}
HEAD = 8192  # bytes by which a file is recognised
OTHER_MARKS = {
    b"%PDF": "PDF",
    b"\x1f\x8b": "GZIP",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7-Zip",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"PAR1": "Parquet",
    b"SQLite": "SQLite",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
}
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")  # text in UTF-16, as Excel saves "Unicode text"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found before parsing. `kind` is xlsx, xlsm, xls, ods, csv, or "" for anything else; `size` in bytes;
    `sha256` is "" for a file that is too large to take in."""

    kind: str
    size: int
    sha256: str
    findings: tuple[Finding, ...]

    @property
    def is_refused(self) -> bool:
        return any(finding.severity == "wrong" for finding in self.findings)


def inspect(path: Path, file_name: str, limits: Limits = LIMITS) -> Inspection:
    """Look at a file on disk without unpacking or parsing it; never raises for what is in the file."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        found = wrong("file_too_big", size=round(size / MB, 1), most=round(limits.file_bytes / MB))
        return Inspection("", size, "", (found,))
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    try:
        kind = _kind(path, head, limits)
        _check_ending(kind, _ending(file_name))
    except FileRefused as refused:
        return Inspection("", size, sha256, refused.findings)
    return Inspection(kind, size, sha256, ())


def _kind(path: Path, head: bytes, limits: Limits) -> str:
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise FileRefused([wrong("file_empty")])
    if head.startswith((ZIP_MARK, b"PK\x05\x06")):
        return look_into_zip(path, limits)
    if head.startswith(OLE_MARK):
        return kind_of_ole(path)
    for mark, name in OTHER_MARKS.items():
        if head.startswith(mark):
            raise FileRefused([wrong("other_kind", real=name)])
    if head[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"):
        raise FileRefused([wrong("old_workbook")])
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> str:
    if head.startswith(WIDE_MARKS):
        return "csv"
    if b"\0" in head:
        raise FileRefused([wrong("unknown_kind")])
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if b"schemas-microsoft-com:office:spreadsheet" in start or b"opendocument:xmlns:office" in start:
        raise FileRefused([wrong("xml_workbook")])
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"mime-version:")):
        raise FileRefused([wrong("web_page")])
    if start.startswith((b"<?xml", b"<")):
        raise FileRefused([wrong("web_page" if b"<html" in start else "other_kind", real="XML")])
    control = sum(byte < 32 and byte not in b"\t\r\n\x0c" for byte in head)
    if control > len(head) // 100:
        raise FileRefused([wrong("unknown_kind")])
    return "csv"


def _check_ending(kind: str, ending: str) -> None:
    """A readable kind under the name of another is refused: whoever named it meant something else."""
    family = ENDINGS["xlsx"] + ENDINGS["xlsm"] if kind in ("xlsx", "xlsm") else ENDINGS[kind]
    if ending and ending not in family:
        raise FileRefused([wrong("wrong_ending", ending=ending, real=kind)])


def _ending(file_name: str) -> str:
    return Path(file_name).suffix.lower().removeprefix(".")
