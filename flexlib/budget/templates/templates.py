"""Four workbooks to fill in: profile, multi-year budget, programme budget and staffing plan, with what is known.

Rows carry the labels of our own categories, so that a filled template is read without a question.
"""

from __future__ import annotations

import io
from collections.abc import Callable

from flexlib.budget.records import KINDS
from flexlib.budget.templates.template_sheet import TemplateBook
from flexlib.budget.templates.template_tables import (
    Known,
    budget_tables,
    profile_tables,
    programme_tables,
    staffing_tables,
)

VERSION = 1  # of the layout of the templates
NAMED = {  # a defined name in each, for the explanation
    "budget": "account_personele_lasten",
    "programme": "cost_class_ict",
    "staffing": "figure_fte_docent",
    "profile": "figure_teams",
}


def template(kind: str, known: Known) -> bytes:
    """A template as an .xlsx file; kind is budget, programme, staffing or profile (ValueError for another)."""
    if kind not in KINDS:
        raise ValueError(kind)
    target = io.BytesIO()
    title = known.words(f"file.{kind}")
    name = _institution_name(known)
    book = TemplateBook(target, known.language, {"title": title, "subject": name})
    explained = {
        "budget": ("fill", "empty", "positive", "around"),
        "programme": ("fill", "list", "empty", "positive", "around"),
        "staffing": ("fill", "list", "empty", "school_year", "around"),
        "profile": ("fill", "around"),
    }[kind]
    rows = [
        (known.words("explain.for"), name),
        (known.words("explain.start"), known.choice.start.strftime("%d-%m-%Y")),
        (known.words("explain.kind"), f"flexlib {kind} {VERSION}"),
        ("", known.words(f"explain.{kind}")),
        *(("", known.words(f"explain.{key}")) for key in explained),
        ("", known.words("explain.named", example=NAMED[kind])),
    ]
    book.explain(known.words("sheet.explanation"), title, rows, marker=2)
    makers: dict[str, Callable[[Known, TemplateBook], None]] = {
        "budget": budget_tables,
        "programme": programme_tables,
        "staffing": staffing_tables,
        "profile": profile_tables,
    }
    makers[kind](known, book)
    book.close()
    return target.getvalue()


def template_file_name(kind: str, known: Known) -> str:
    """A name for the file; without marks that a folder does not allow."""
    name = "".join(mark for mark in _institution_name(known) if mark.isalnum() or mark in " -").strip()
    return f"{known.words(f'file.{kind}')} {name}".strip() + ".xlsx"


def _institution_name(known: Known) -> str:
    institution = known.choice.institution
    reference = known.model.institutions.get(institution.id)
    return reference.label[known.language] if reference is not None and institution.is_reference else institution.name
