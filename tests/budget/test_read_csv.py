"""Text files as Dutch programs write them: values stay text, whatever separates or encodes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from flexlib.budget.files.read_file import read_workbook
from flexlib.budget.workbook import Value

ROWS = (("Rekening", "Omschrijving", "2027"), ("4000", "Lonen; vast", "€ 1.234,56"), ("8000", "Opbrengst één", "-5,5"))


def rows_of(folder: Path, content: bytes, name: str = "b.csv") -> tuple[tuple[Value, ...], ...]:
    path = folder / name
    path.write_bytes(content)
    book = read_workbook(path, name)
    assert book.kind == "csv"
    assert [sheet.name for sheet in book.sheets] == ["csv"]
    return book.sheets[0].rows


def lines(separator: str) -> str:
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in ROWS) + "\r\n"


@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_separator_in_every_encoding(tmp_path: Path, separator: str, encoding: str) -> None:
    assert rows_of(tmp_path, lines(separator).encode(encoding)) == ROWS


def test_a_semicolon_wins_from_commas_inside_amounts(tmp_path: Path) -> None:
    content = b"Begroting 2027, versie 2\n\nPost;2027;2028\nLonen;1.234,56;2.345,67\nHuur;10,5;11,5\n"
    assert rows_of(tmp_path, content) == (
        ("Begroting 2027, versie 2",),
        (),
        ("Post", "2027", "2028"),
        ("Lonen", "1.234,56", "2.345,67"),
        ("Huur", "10,5", "11,5"),
    )


def test_line_ends_inside_quotes_belong_to_the_value(tmp_path: Path) -> None:
    assert rows_of(tmp_path, b'Post;Bedrag\n"Lonen\nen premies";12\n') == (
        ("Post", "Bedrag"),
        ("Lonen\nen premies", "12"),
    )


def test_a_first_line_may_name_the_separator(tmp_path: Path) -> None:
    assert rows_of(tmp_path, b"sep=,\na,b\n1,2\n") == ((), ("a", "b"), ("1", "2"))


def test_quotes_inside_a_value_stay(tmp_path: Path) -> None:
    assert rows_of(tmp_path, b'a;b\n19" scherm;1\n"x" y;2\n') == (("a", "b"), ('19" scherm', "1"), ("x y", "2"))


def test_other_names_of_text_files_are_read(tmp_path: Path) -> None:
    for name in ("b.txt", "b.tsv", "b"):
        assert rows_of(tmp_path, b"a\tb\n1\t2\n", name) == (("a", "b"), ("1", "2"))
