"""The tables of the templates: which rows and columns each kind of workbook has, and what is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flexlib.budget.lines import BudgetLine
from flexlib.budget.templates.template_sheet import Line, Table, TemplateBook
from flexlib.engine.calendar import school_year
from flexlib.model.accounts import Category, categories_for
from flexlib.model.choices import institution_figures
from flexlib.model.records import Choice, CostModel
from flexlib.text import text
from flexlib.units import money

YEARS = 5
_SECTION = "budget_templates"  # of the texts
_JOINT = " · "  # between the label columns of a row, as they are read
_FREE_LINES = 3  # empty rows per cost class, role or function
_MORE_LINES = 10  # empty rows at the end of a table


@dataclass(frozen=True)
class Known:
    """What a template is made for: the model, the choice (institution and start), the language, and lines that were
    read before and are filled in again."""

    model: CostModel
    choice: Choice
    language: str
    lines: Sequence[BudgetLine] = ()
    years: int = YEARS

    def words(self, key: str, /, **values: object) -> str:
        return text(f"{_SECTION}.{key}", self.language, **values)

    @property
    def calendar_years(self) -> tuple[str, ...]:
        return tuple(str(self.choice.start.year + offset) for offset in range(self.years))

    @property
    def school_years(self) -> tuple[str, ...]:
        first = school_year(self.choice.start)
        return tuple(f"{first + offset}/{first + offset + 1}" for offset in range(self.years))

    def categories(self, kind: str, *prefixes: str) -> list[Category]:
        found = categories_for(self.model, kind)
        return [category for category in found if category.id.partition(":")[0] in prefixes]


def budget_tables(known: Known, book: TemplateBook) -> None:
    amounts = _by_category(known.lines, known.calendar_years)
    accounts = known.model.accounts.accounts
    lines: list[Line] = []
    for side in ("income", "cost"):
        lines.append(Line(("", known.words(f"row.{side}")), heading=True))
        start = len(lines)
        for category in known.categories("budget", "account"):
            if category.side == side:
                id_ = category.id.partition(":")[2]
                labels = (accounts[id_].numbers[0], category.label[known.language])
                lines.append(Line(labels, amounts.get(category.id, {}), f"account_{id_}"))
        lines.append(Line(("", known.words(f"row.total_{side}")), total_from=start))
    for category in known.categories("budget", "account"):
        if category.side == "both":
            labels = ("5", category.label[known.language])
            lines.append(
                Line(labels, amounts.get(category.id, {}), f"account_{category.id.partition(':')[2]}", is_signed=True)
            )
    book.table(
        known.words("sheet.budget"),
        Table(
            name="table_budget",
            title=known.words("file.budget"),
            note=known.words("note.eur"),
            heads=(known.words("head.account"), known.words("head.line")),
            periods=known.calendar_years,
            open_labels=(True, False),
            lines=tuple(lines),
            widths=(14, 42),
        ),
    )


def programme_tables(known: Known, book: TemplateBook) -> None:
    for sheet, prefix, head, quantity in (
        ("costs", "cost_class", "cost_class", "eur"),
        ("hours", "role", "role", "hours"),
        ("funding", "income", "funding", "eur"),
    ):
        categories = known.categories("programme", prefix)
        lines = _open_lines(known, categories, known.calendar_years, 2)
        if quantity == "eur":
            lines.append(Line((known.words("row.total"), ""), total_from=0))
        book.table(
            known.words(f"sheet.{sheet}"),
            Table(
                name=f"table_{sheet}",
                title=known.words("file.programme"),
                note=known.words(f"note.{quantity}"),
                heads=(known.words(f"head.{head}"), known.words("head.description")),
                periods=known.calendar_years,
                open_labels=(True, True),
                lines=tuple(lines),
                choices=tuple(category.label[known.language] for category in categories),
                widths=(42, 42),
            ),
        )


def staffing_tables(known: Known, book: TemplateBook) -> None:
    model, language = known.model, known.language
    labels = {f"figure:{role.fte_figure}": role.label for role in model.roles.values()}
    labels["figure:fte_other"] = model.figures["fte_other"].label
    functions = [Category(id_, label, "none", (), ()) for id_, label in labels.items()]
    figures = institution_figures(model, known.choice.institution)
    first = {
        category.id: {0: Decimal(str(value))}
        for category in functions
        if (value := figures[category.id.partition(":")[2]]) is not None
    }
    heads = tuple(known.words(f"head.{key}") for key in ("function", "team", "scale"))
    choices = tuple(category.label[language] for category in functions)
    book.table(
        known.words("sheet.staff"),
        Table(
            name="table_staff",
            title=known.words("file.staffing"),
            note=known.words("note.fte"),
            heads=heads,
            periods=known.school_years,
            open_labels=(True, True, True),
            lines=tuple(_open_lines(known, functions, known.school_years, 3, {} if known.lines else first)),
            choices=choices,
            widths=(38, 30, 10),
        ),
    )
    hire = known.categories("staffing", "hire")
    hired = known.words("row.hire")
    lines = _open_lines(known, hire, known.school_years, 3, more=0)
    lines += [Line((hired, one.label[language], ""), name=f"hire_{one.id.partition(':')[2]}") for one in functions]
    book.table(
        known.words("sheet.hire"),
        Table(
            name="table_hire",
            title=known.words("file.staffing"),
            note=known.words("note.fte"),
            heads=(known.words("head.hire"), *heads[:1], *heads[2:]),
            periods=known.school_years,
            open_labels=(False, True, True),
            lines=tuple(lines),
            widths=(20, 38, 10),
        ),
    )
    _teams(known, book)


def _teams(known: Known, book: TemplateBook) -> None:
    """Numbers of teams and of people in them; what is known of today stands in the first year."""
    figures = institution_figures(known.model, known.choice.institution)
    amounts = _by_category(known.lines, known.school_years)
    lines = []
    for category in known.categories("staffing", "figure"):
        id_ = category.id.partition(":")[2]
        if known.model.figures[id_].unit != "fte":
            value = figures[id_]
            today = {} if value is None or known.lines else {0: Decimal(str(value))}
            lines.append(Line((category.label[known.language],), amounts.get(category.id, today), f"figure_{id_}"))
    book.table(
        known.words("sheet.teams"),
        Table(
            name="table_teams",
            title=known.words("sheet.teams"),  # a title that speaks of fte would make fte of these numbers
            note=known.words("note.count"),
            heads=(known.words("head.figure"),),
            periods=known.school_years,
            open_labels=(False,),
            lines=tuple(lines),
            widths=(46,),
        ),
    )


def profile_tables(known: Known, book: TemplateBook) -> None:
    model, language = known.model, known.language
    figures = institution_figures(model, known.choice.institution)
    own_rates = dict(known.choice.institution.rates)
    amounts = _by_category(known.lines, ("",))
    lines, rates = [], []
    for category in known.categories("profile", "figure"):
        id_ = category.id.partition(":")[2]
        value = figures[id_]
        now = {} if value is None or known.lines else {0: Decimal(str(value))}
        figure = model.figures[id_]
        label = category.label[language]
        lines.append(
            Line((label,), amounts.get(category.id, now), f"figure_{id_}", after=(figure.definition[language],))
        )
    for category in known.categories("profile", "rate"):
        id_ = category.id.partition(":")[2]
        own = {0: Decimal(str(own_rates[id_]))} if id_ in own_rates and not known.lines else {}
        label = category.label[language]
        default = money(model.parameters[id_].mode, language, 2)
        rates.append(Line((label,), amounts.get(category.id, own), f"rate_{id_}", after=(default,)))
    for sheet, rows, head, column, after in (
        ("profile", lines, "figure", "value", "remark"),
        ("rates", rates, "role", "rate", "default"),
    ):
        book.table(
            known.words(f"sheet.{sheet}"),
            Table(
                name=f"table_{sheet}",
                title=known.words("file.profile"),
                note="",
                heads=(known.words(f"head.{head}"),),
                periods=(known.words(f"head.{column}"),),
                open_labels=(False,),
                lines=tuple(rows),
                after=(known.words(f"head.{after}"),),
                widths=(46,),
            ),
        )


def _open_lines(
    known: Known,
    categories: Sequence[Category],
    periods: Sequence[str],
    columns: int,
    first: dict[str, dict[int, Decimal]] | None = None,
    more: int = _MORE_LINES,
) -> list[Line]:
    """Rows per category: those that were read before, and empty ones; then rows without a category."""
    lines = []
    for category in categories:
        label, name = category.label[known.language], category.id.replace(":", "_")
        read = [line for line in known.lines if line.category == category.id]
        for line in read:
            lines.append(Line(_labels(label, line.label, category, columns), _figures([line], periods), name))
        today = (first or {}).get(category.id)
        if today:
            lines.append(Line((label, *[""] * (columns - 1)), today, name))
        if more:
            empty = _FREE_LINES if not read and not today else 1
            lines += [Line((label, *[""] * (columns - 1)), name=name)] * empty
    return lines + [Line(("",) * columns)] * more


def _labels(label: str, read: str, category: Category, columns: int) -> tuple[str, ...]:
    """The label of a line over the label columns; the category itself is not repeated."""
    pieces = read.split(_JOINT)
    if pieces[0].lower() in {category.label.nl.lower(), category.label.en.lower()}:
        pieces = pieces[1:]
    pieces = [*pieces[: columns - 2], _JOINT.join(pieces[columns - 2 :])] if len(pieces) >= columns else pieces
    return (label, *pieces, *[""] * (columns - 1 - len(pieces)))


def _by_category(lines: Iterable[BudgetLine], periods: Sequence[str]) -> dict[str, dict[int, Decimal]]:
    grouped: dict[str, list[BudgetLine]] = {}
    for line in lines:
        grouped.setdefault(line.category, []).append(line)
    return {category: _figures(of, periods) for category, of in grouped.items()}


def _figures(lines: Iterable[BudgetLine], periods: Sequence[str]) -> dict[int, Decimal]:
    """Position of the period -> sum of the lines; periods that the template does not have are left out."""
    found: dict[int, Decimal] = {}
    for line in lines:
        for period, amount in line.amounts:
            if period in periods:
                place = periods.index(period)
                found[place] = found.get(place, Decimal(0)) + amount
    return found
