"""The pages with what goes in: choices, figures of the institution, and parameters with their source and grade."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from flexlib.budget.export.export_book import DATE, Page, unit_format
from flexlib.budget.export.export_frame import Frame
from flexlib.budget.export.export_live import Live, least, live, most, words
from flexlib.engine.sampling import overrides_of
from flexlib.model.choices import BASELINE, resolve_levels
from flexlib.model.circumstances import outside_effects
from flexlib.model.contests import contest_bounds
from flexlib.model.effect_records import FutureEffect
from flexlib.model.records import Lever, Parameter
from flexlib.units import unit_label

PARAMETER_HEADS = (
    "parameter", "label", "unit", "input", "future_effect", "used", "as_exported", "changed",
    "low", "mode", "high", "range_means", "grade", "whose", "source", "reasoning",
)  # fmt: skip
FIRST_PARAMETER_ROW = 4
VALUE_COLUMN, EXPORTED_COLUMN = 3, 6


def write_choices(frame: Frame) -> None:
    """Circumstances, the level of every lever and the figures of the institution; formulas read them by name."""
    page, model, choice = frame.page("choices"), frame.model, frame.choice
    page.widths(26, 46, 12, 44, 14, 16)
    page.words(0, 0, frame.t("choices.title"), "title")
    page.sheet.merge_range(1, 0, 1, 5, frame.t("choices.note"), page.book.style("note"))
    page.sheet.set_row(1, 44)
    row = _circumstances(frame, page, 3)
    row = _levers(frame, page, row + 1)
    page.words(row + 1, 0, frame.t("choices.figures"), "part")
    page.heads(row + 2, [frame.t(f"head.{key}") for key in ("id", "figure", "value", "unit", "whose")])
    row += 3
    own = dict(choice.institution.figures)
    for figure in model.figures.values():
        value = frame.evaluation.situation.figures[figure.id]
        page.words(row, 0, figure.id, "aside")
        page.words(row, 1, frame.label(figure.label))
        page.words(row, 3, unit_label(figure.unit, frame.language), "after_number")
        page.words(row, 4, frame.t("choices.own" if figure.id in own else "choices.reference"))
        if value is None:
            page.words(row, 2, frame.t("choices.unknown"), "given")
        else:
            cell = page.number(row, 2, value, unit_format(figure.unit, value))
            frame.figures[figure.id] = page.name(f"f_{figure.id}", cell)
        row += 1
    page.for_print(frame.footer)


def _circumstances(frame: Frame, page: Page, row: int) -> int:
    model, choice = frame.model, frame.choice
    future = frame.label(model.futures[choice.future].label)
    facts = [
        ("institution", choice.institution.name or frame.label(model.institutions[choice.institution.based_on].label)),
        ("variant", frame.label(model.variants[choice.variant].label)),
        ("future", frame.t("choices.own_future", future=future) if choice.circumstances else future),
        ("price_basis", frame.t(f"choices.{choice.price_basis}", year=model.settings.price_level)),
    ]
    for position, (key, shown) in enumerate(facts):
        page.words(row + position, 1, frame.t(f"choices.{key}"))
        page.words(row + position, 2, shown, "given")
    row += len(facts)
    page.words(row, 1, frame.t("choices.start"))
    page.sheet.write_datetime(row, 2, choice.start, page.book.style("given", DATE))
    page.words(row + 1, 1, frame.t("choices.horizon"))
    page.number(row + 1, 2, choice.horizon_months, "0")
    return row + 2


def _levers(frame: Frame, page: Page, row: int) -> int:
    page.words(row, 0, frame.t("choices.levers"), "part")
    page.heads(
        row + 1, [frame.t(f"head.{key}") for key in ("id", "lever", "level", "level_words", "baseline", "differs")]
    )
    row += 2
    baseline = resolve_levels(frame.model, replace(frame.choice, variant=BASELINE, levers=()))
    for lever in frame.model.levers.values():
        level = frame.evaluation.situation.levels[lever.id]
        number_format = "0%" if lever.kind == "share" else "0" if level == round(level) else "0.00"
        page.words(row, 0, lever.id, "aside")
        page.words(row, 1, frame.label(lever.label))
        frame.levels[lever.id] = page.name(f"l_{lever.id}", page.number(row, 2, level, number_format))
        page.words(row, 3, _level_words(frame, lever, level), "after_number")
        page.number(row, 4, baseline[lever.id], number_format)
        page.words(row, 5, frame.t("choices.differs") if level != baseline[lever.id] else "", "after_number")
        row += 1
    return row


def _level_words(frame: Frame, lever: Lever, level: float) -> str:
    return next((frame.label(one.label) for one in lever.levels if one.value == level), "")


def write_parameters(frame: Frame) -> None:
    """One row per parameter; column D is where a reader types, column F is what every formula reads."""
    page, model, choice = frame.page("parameters"), frame.model, frame.choice
    page.widths(29, 58, 13, 13, 13, 15, 12, 12, 11, 16, 11, 18, 8, 12, 46, 90)
    page.words(0, 0, frame.t("parameters.title"), "title")
    page.sheet.merge_range(1, 0, 1, 13, frame.t("parameters.note"), page.book.style("note"))
    page.sheet.set_row(1, 44)
    page.heads(FIRST_PARAMETER_ROW - 1, [frame.t(f"head.{key}") for key in PARAMETER_HEADS])
    page.sheet.set_row(FIRST_PARAMETER_ROW - 1, 44)
    effects: dict[str, list[FutureEffect]] = {}
    for effect in outside_effects(model, choice):
        if effect.target_kind == "parameter":
            effects.setdefault(effect.target, []).append(effect)
    for row, parameter in enumerate(model.parameters.values(), FIRST_PARAMETER_ROW):
        _parameter_row(frame, page, row, parameter, effects.get(parameter.id, []))
    last = FIRST_PARAMETER_ROW + len(model.parameters) - 1
    page.book.define(
        "flexlib_parameters", page, page.block(FIRST_PARAMETER_ROW, 0, last, EXPORTED_COLUMN).text.split("!")[1]
    )
    page.sheet.autofilter(FIRST_PARAMETER_ROW - 1, 0, last, len(PARAMETER_HEADS) - 1)
    page.sheet.freeze_panes(FIRST_PARAMETER_ROW, 2)
    page.for_print(frame.footer, FIRST_PARAMETER_ROW - 1)
    page.sheet.print_area(0, 0, last, PARAMETER_HEADS.index("source") - 1)


def _parameter_row(frame: Frame, page: Page, row: int, parameter: Parameter, effects: list[FutureEffect]) -> None:
    model, value = frame.model, float(frame.point.parameters[parameter.id][0])
    number_format = unit_format(parameter.unit, value)
    page.words(row, 0, parameter.id, "aside")
    page.words(row, 1, frame.label(parameter.label))
    page.words(row, 2, unit_label(parameter.unit, frame.language))
    typed = page.number(row, VALUE_COLUMN, value, number_format, "input")
    low, high = contest_bounds(model, parameter.id)
    page.sheet.data_validation(
        row,
        VALUE_COLUMN,
        row,
        VALUE_COLUMN,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": low,
            "maximum": high,
            "error_title": frame.t("parameters.bounds_title"),
            "error_message": frame.t("parameters.bounds", low=low, high=high),
        },
    )
    page.words(row, 4, " ".join(_effect_words(effect) for effect in effects), "given" if effects else "label")
    used = page.formula(row, 5, after_future(typed, effects, parameter.unit == "share"), number_format)
    as_exported = page.number(row, EXPORTED_COLUMN, value, number_format)
    changed = words(frame.t("parameters.changed"))
    page.formula(row, 7, Live(f'IF({typed.text}={as_exported.text},"",{changed.text})', ""))
    stated = dict(overrides_of(frame.choice)).get(parameter.id, parameter)  # a range the room typed, else the model's
    for column, bound in enumerate((stated.low, stated.mode, stated.high), 8):
        page.number(row, column, bound, number_format, "label")
    is_bounds = stated is not parameter or parameter.range_means == "bounds"
    means = "parameters.bounds_range" if is_bounds else "parameters.p10_p90"
    page.words(row, 11, frame.t(means), "after_number")
    page.words(row, 12, parameter.grade)
    page.words(row, 13, _whose(frame, parameter.id))
    source = model.sources.get(parameter.source_id)
    page.words(row, 14, source.title if source is not None else "")
    page.words(row, 15, parameter.reasoning)
    frame.inputs[parameter.id] = typed
    frame.parameters[parameter.id] = page.name(f"p_{parameter.id}", used)


def after_future(typed: Live, effects: Iterable[FutureEffect], is_share: bool) -> Live:
    """The value that is used: what stands in the input cell, with the effects of the future on it."""
    used = typed
    for effect in effects:
        used = used * effect.value if effect.operation == "multiply" else used + effect.value
        if is_share:
            used = least(live(1), most(live(0), used))
    return used


def _effect_words(effect: FutureEffect) -> str:
    sign = "×" if effect.operation == "multiply" else "+" if effect.value >= 0 else "−"
    return f"{sign} {abs(effect.value):.6g}"


def _whose(frame: Frame, parameter_id: str) -> str:
    if parameter_id in dict(frame.choice.contested):
        return frame.t("parameters.contested")
    if parameter_id in dict(frame.choice.institution.rates):
        return frame.t("parameters.own_rate")
    return ""


def digest(values: Iterable[tuple[str, float]]) -> str:
    """A mark of ids and numbers as they were written, for telling whether somebody has changed them."""
    written = "\n".join(f"{key}={value:.12g}" for key, value in sorted(values))
    return hashlib.sha256(written.encode()).hexdigest()[:32]
