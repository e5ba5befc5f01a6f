"""Reads XML in pieces, without document types, entities or anything outside the file."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import IO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from flexlib.budget.files.refused import refuse

NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
PIECE = 1 << 18  # bytes handed to the parser at a time

StartHandler = Callable[[str, dict[str, str]], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]


class LocalNames(dict[str, str]):
    """Names of elements without their prefix: `x:row` is `row`."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(":")[2]
        if len(self) < 10_000:
            self[name] = local
        return local


def read_part(
    archive: ZipFile,
    member: ZipInfo,
    start: StartHandler | None = None,
    end: EndHandler | None = None,
    text: TextHandler | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> None:
    """Parse one member of a workbook; raises FileRefused where it is broken or tries something unsafe.

    `on_bytes` is told how many unpacked bytes have been parsed since the last call.
    """
    parser = _strict_parser(member.filename)
    if start is not None:
        parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        with archive.open(member) as stream:
            _feed(parser, stream, on_bytes)
    except expat.ExpatError as found:
        if found.code == NO_MEMORY:
            raise MemoryError from None
        raise refuse("broken_part", part=member.filename, line=found.lineno) from None
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, LookupError, ValueError):
        raise refuse("zip_damaged", part=member.filename) from None


def _feed(parser: expat.XMLParserType, stream: IO[bytes], on_bytes: Callable[[int], None] | None) -> None:
    while piece := stream.read(PIECE):
        parser.Parse(piece, False)
        if on_bytes is not None:
            on_bytes(len(piece))
    parser.Parse(b"", True)


def _strict_parser(part: str) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16

    def unsafe(*_: object) -> int:
        raise refuse("entities", part=part)

    parser.StartDoctypeDeclHandler = unsafe
    parser.EntityDeclHandler = unsafe
    parser.UnparsedEntityDeclHandler = unsafe
    parser.ExternalEntityRefHandler = unsafe
    return parser
