"""An estimate as a workbook whose formulas work: change a parameter, and hours, months and euros follow."""

from __future__ import annotations

from flexlib.budget.export.export_book import Book
from flexlib.budget.export.export_course import write_course
from flexlib.budget.export.export_drivers import write_drivers
from flexlib.budget.export.export_frame import SHEETS, Frame
from flexlib.budget.export.export_inputs import write_choices, write_parameters
from flexlib.budget.export.export_lines import write_line_totals, write_lines
from flexlib.budget.export.export_summary import write_summary, write_uncertainty
from flexlib.budget.export.export_timing import write_timing
from flexlib.budget.export.export_years import write_hours, write_years
from flexlib.engine.evaluate import Estimate, steps
from flexlib.engine.sampling import overrides_of, point
from flexlib.model.records import Choice, CostModel
from flexlib.text import text


def export_estimate(model: CostModel, choice: Choice, estimate: Estimate, address: str, language: str) -> bytes:
    """The rekenwaarde of a choice as a workbook (.xlsx) with live formulas, its uncertainty as marked values.

    address : the link that opens this choice; it stands on the first sheet and leads back when the workbook returns
    language : nl or en, for titles, labels and notes
    Lever factors stand as marked values per line; drivers, lines, months, years and sums are formulas over the cells of
    the parameters. Every formula has its value stored.
    """
    draws = point(model, overrides_of(choice))
    book = Book(
        [text(f"budget_export.sheet.{name}", language) for name in SHEETS],
        {"title": text("budget_export.summary.title", language), "comments": address, "category": model.version},
    )
    frame = Frame(model, choice, estimate, steps(model, choice, draws), draws, language, address, book)
    write_parameters(frame)
    write_choices(frame)
    write_drivers(frame)
    lines = write_lines(frame)
    months = write_timing(frame, lines)
    write_line_totals(frame, lines, months.programme_end)
    courses = write_course(frame, lines, months)
    years = write_years(frame, courses)
    write_hours(frame, courses)
    write_summary(frame, lines, courses, years)
    write_uncertainty(frame)
    return book.content()
