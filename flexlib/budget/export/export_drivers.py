"""The page with drivers: each a formula over levers, figures of the institution, parameters and other drivers."""

from __future__ import annotations

from flexlib.budget.export.excel_terms import excel_term
from flexlib.budget.export.export_book import FINE, Page
from flexlib.budget.export.export_frame import Frame
from flexlib.budget.export.export_live import Cells, Live, live
from flexlib.engine.plan import plan_of
from flexlib.model.drivers import STUDENTS, DriverPlan
from flexlib.model.records import GROUPS
from flexlib.units import unit_label

FIRST_ROW, FIRST_GROUP, SCALAR = 4, 4, 8


def write_drivers(frame: Frame) -> None:
    """A row per driver, in the model's order; below it the parts that do not follow the number of students."""
    page, model = frame.page("drivers"), frame.model
    plans = plan_of(model).formulas
    page.widths(26, 44, 14, 60, 14, 14, 14, 14, 16)
    page.words(0, 0, frame.t("drivers.title"), "title")
    page.sheet.merge_range(1, 0, 1, SCALAR, frame.t("drivers.note"), page.book.style("note"))
    page.sheet.set_row(1, 30)
    _heads(frame, page, FIRST_ROW - 1)
    rows = {driver_id: FIRST_ROW + position for position, driver_id in enumerate(model.drivers)}
    for driver_id, plan in plans.items():
        _labels(frame, page, rows[driver_id], plan)
        _driver_row(frame, page, rows[driver_id], plan)
    mixed = [plan for plan in plans.values() if plan.student_powers == {0, 1}]
    row = FIRST_ROW + len(model.drivers) + 1
    if mixed:
        page.words(row, 0, frame.t("drivers.fixed"), "part")
        _heads(frame, page, row + 1)
    for position, plan in enumerate(mixed, row + 2):
        _labels(frame, page, position, plan)
        _fixed_row(frame, page, position, plan)
    page.sheet.freeze_panes(FIRST_ROW, 2)
    page.for_print(frame.footer, FIRST_ROW - 1)


def _heads(frame: Frame, page: Page, row: int) -> None:
    groups = [frame.group_label(group) for group in range(len(GROUPS))]
    heads = [frame.t(f"head.{key}") for key in ("id", "driver", "unit", "formula")]
    page.heads(row, [*heads, *groups, frame.t("head.whole_institution")])


def _labels(frame: Frame, page: Page, row: int, plan: DriverPlan) -> None:
    page.words(row, 0, plan.driver.id, "aside")
    page.words(row, 1, frame.label(plan.driver.label))
    page.words(row, 2, unit_label(plan.driver.unit, frame.language))
    page.words(row, 3, plan.driver.formula, "aside")


def _driver_row(frame: Frame, page: Page, row: int, plan: DriverPlan) -> None:
    driver = plan.driver
    if not driver.by_group:
        frame.drivers[driver.id] = _whole(frame, page, row, plan, "d", with_students=True)
        return
    frame.group_drivers[driver.id] = _of_groups(frame, page, row, plan, "d", with_students=True)
    block = page.block(row, FIRST_GROUP, row, FIRST_GROUP + len(GROUPS) - 1)
    frame.group_cells[driver.id] = page.name_block(f"d_{driver.id}", block)


def _fixed_row(frame: Frame, page: Page, row: int, plan: DriverPlan) -> None:
    driver = plan.driver
    if not driver.by_group:
        frame.fixed_drivers[driver.id] = _whole(frame, page, row, plan, "d0", with_students=False)
        return
    frame.fixed_group_drivers[driver.id] = _of_groups(frame, page, row, plan, "d0", with_students=False)


def _whole(frame: Frame, page: Page, row: int, plan: DriverPlan, prefix: str, *, with_students: bool) -> Live:
    """The named cell of a driver of the whole institution."""
    cell = page.formula(row, SCALAR, _formula(frame, plan, None, with_students), FINE)
    return page.name(f"{prefix}_{plan.driver.id}", cell)


def _of_groups(
    frame: Frame, page: Page, row: int, plan: DriverPlan, prefix: str, *, with_students: bool
) -> tuple[Live, ...]:
    """The named cells of a driver, one per target group."""
    cells = []
    for group, group_id in enumerate(GROUPS):
        cell = page.formula(row, FIRST_GROUP + group, _formula(frame, plan, group, with_students), FINE)
        cells.append(page.name(f"{prefix}_{plan.driver.id}_{group_id}", cell))
    return tuple(cells)


def _formula(frame: Frame, plan: DriverPlan, group: int | None, with_students: bool) -> Live:
    """The driver's formula of one target group, or of the whole institution."""
    of_name: dict[str, Live | Cells] = {}
    for name, reference in plan.references.items():
        one_id = reference.ids[group if group is not None and len(reference.ids) > 1 else 0]
        if reference.kind == "driver":
            of_name[name] = _driver(frame, one_id, group, with_students)
        elif reference.kind == "constant":
            assert group is not None
            of_name[name] = live(frame.model.groups[GROUPS[group]].constants[one_id])
        elif reference.kind == "figure":
            of_name[name] = live(0) if one_id in STUDENTS and not with_students else frame.figures[one_id]
        elif reference.kind == "lever":
            of_name[name] = frame.levels[one_id]
        else:
            of_name[name] = frame.parameters[one_id]
    return excel_term(plan.expression.root, of_name)


def _driver(frame: Frame, driver_id: str, group: int | None, with_students: bool) -> Live | Cells:
    powers = plan_of(frame.model).formulas[driver_id].student_powers or frozenset()
    by_group = frame.model.drivers[driver_id].by_group
    if with_students or 1 not in powers:
        if not by_group:
            return frame.drivers[driver_id]
        return frame.group_cells[driver_id] if group is None else frame.group_drivers[driver_id][group]
    if powers == {1}:
        return Cells("0", (0.0,)) if by_group and group is None else live(0)
    if not by_group:
        return frame.fixed_drivers[driver_id]
    parts = frame.fixed_group_drivers[driver_id]
    if group is not None:
        return parts[group]
    return Cells(",".join(part.text for part in parts), tuple(part.value for part in parts))
