"""The command line: `python -m flexlib estimate …`, `compare …`, `importance …`, `search …`, `model check`,
`model sources`, `budget check …` and `budget export …`.

Exit codes: 0 done; 1 something in the input cannot be used; 2 wrong arguments; 3 the model data are wrong;
4 the workspace with own institutions cannot be opened now. `budget check` has its own: 0 clean, 1 findings, 2 refused.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flexlib.command import budget, side_by_side, uncertain
from flexlib.command.given import read_draws, write_draws
from flexlib.command.report import as_csv, as_json
from flexlib.command.search import add_arguments, searched
from flexlib.engine.evaluate import Estimate, evaluate
from flexlib.engine.evidence import grade_d_band_share
from flexlib.engine.lines import line_table
from flexlib.engine.sampling import overrides_of, point, sample
from flexlib.errors import DrawsError, FlexlibError, InputError, ModelDataError, Notice, WorkspaceError
from flexlib.model.choices import reference_institution
from flexlib.model.records import GRADES, Choice, CostModel, Institution
from flexlib.model.serialise import INSTITUTION, institution_from_record
from flexlib.share import decode_choice, keys, named_in
from flexlib.share.decode import FEWEST_DRAWS, LARGEST_SEED, MOST_DRAWS
from flexlib.store import open_model, open_workspace
from flexlib.text import LANGUAGES, render, text
from flexlib.units import span

DONE, WRONG_INPUT, WRONG_MODEL, NO_WORKSPACE = 0, 1, 3, 4
RESTS_ON_ASSUMPTIONS = ("one_off_integral", "recurring_integral", "months_all_live")
# What makes the figures those of something else than was asked:
NOT_THE_CHOICE = ("share.nothing_read", "share.unknown_variant", "share.unknown_institution")


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; messages go to standard error."""
    language = _language(arguments)
    asked = _parser(language).parse_args(arguments, argparse.Namespace(language=language))
    try:
        code: int | None = asked.run(asked)
    except FlexlibError as error:
        findings = error.findings if isinstance(error, ModelDataError | DrawsError) else ()
        for told in (*findings, error.notice):
            print(render(told, language), file=sys.stderr)
        return _exit_code(error)
    return DONE if code is None else code


def _exit_code(error: FlexlibError) -> int:
    if isinstance(error, ModelDataError):
        return WRONG_MODEL
    return NO_WORKSPACE if isinstance(error, WorkspaceError) else WRONG_INPUT


def estimate_command(asked: argparse.Namespace) -> None:
    """Print the estimate of the choice in a link."""
    model = open_model()
    choice, notices = _asked_choice(asked, model)
    overrides = overrides_of(choice)
    if asked.given:
        draws = read_draws(asked.given, model)
        choice = replace(choice, draws=len(draws.tail))
    else:
        draws = sample(model, choice.draws, choice.seed, overrides)
    if asked.dump_draws:
        write_draws(draws, asked.dump_draws)
    estimate = Estimate(evaluate(model, choice, draws), evaluate(model, choice, point(model, overrides)))
    lines = line_table(model, choice)
    grade_d = grade_d_band_share(model, choice, draws, RESTS_ON_ASSUMPTIONS)
    if asked.format == "csv":
        print(as_csv(model, estimate, lines, grade_d, asked.language), end="")
    else:
        print(as_json(model, estimate, lines, grade_d, notices, bool(asked.given), asked.language))


def budget_check_command(asked: argparse.Namespace) -> int:
    """Check a workbook; the exit code says whether it is clean, has findings or was refused."""
    return budget.check(open_model(), asked)


def budget_export_command(asked: argparse.Namespace) -> None:
    """Write the estimate of the choice in a link as a workbook with live formulas."""
    model = open_model()
    choice, _ = _asked_choice(asked, model)
    budget.export(model, choice, asked.link, asked.file, asked.language)


def search_command(asked: argparse.Namespace) -> None:
    """Print what a search around the choice in a link finds."""
    model = open_model()
    choice, _ = _asked_choice(asked, model)
    print(searched(model, choice, asked), end="" if asked.format == "csv" else "\n")


def importance_command(asked: argparse.Namespace) -> None:
    """Print what drives the outcomes of the choice in a link."""
    model = open_model()
    choice, _ = _asked_choice(asked, model)
    print(uncertain.driven(model, choice, asked), end="" if asked.format == "csv" else "\n")


def compare_command(asked: argparse.Namespace) -> None:
    """Print the choice in a link with other variants beside it."""
    model = open_model()

    def read(link: str) -> Choice:
        return _asked_choice(argparse.Namespace(**{**vars(asked), "link": link}), model)[0]

    found = side_by_side.compared(model, read(asked.link), read, asked)
    for notice in found.notices:
        print(render(notice, asked.language), file=sys.stderr)
    print(found.printed, end="" if asked.format == "csv" else "\n")


def check_command(asked: argparse.Namespace) -> None:
    """Say that the model data are right; what is wrong with them is raised all at once."""
    model = open_model() if asked.model is None else _model_in(asked.model)
    counts = {
        "parameters": len(model.parameters),
        "lines": len(model.lines),
        "levers": len(model.levers),
        "curves": len(model.curves),
    }
    print(text("cli.model_right", asked.language, version=model.version, hash=model.content_hash[:12], **counts))


def sources_command(asked: argparse.Namespace) -> None:
    """List the parameters by grade, the firmest first."""
    model, language = open_model(), asked.language
    for grade in GRADES:
        of_grade = [parameter for parameter in model.parameters.values() if parameter.grade == grade]
        print(text("cli.grade", language, grade=grade, count=len(of_grade)))
        for parameter in of_grade:
            value = span(parameter.low, parameter.high, parameter.unit, language)
            source = model.sources[parameter.source_id].title
            print(f"  {parameter.id}: {parameter.label[language]}: {value} [{source}]")


def _model_in(folder: Path) -> CostModel:
    """The cost model of another folder, built apart: the database of the model in use stays."""
    if not folder.is_dir():
        raise InputError("cli.no_model_folder", folder=str(folder))
    with tempfile.TemporaryDirectory() as apart:
        return open_model(folder, Path(apart))


def _asked_choice(asked: argparse.Namespace, model: CostModel) -> tuple[Choice, tuple[Notice, ...]]:
    """The choice in the link with what the options change in it, and the notices of reading the link."""
    decoded = decode_choice(asked.link, model, other_keys=keys.BESIDE_CHOICE)
    for notice in decoded.notices:
        print(render(notice, asked.language), file=sys.stderr)
    if any(notice.key in NOT_THE_CHOICE for notice in decoded.notices):
        raise InputError("cli.other_choice")
    choice = decoded.choice
    institution = asked.institution or named_in(asked.link, keys.OWN_INSTITUTION)
    if institution:
        choice = replace(choice, institution=_institution(model, institution))
    if asked.seed is not None:
        choice = replace(choice, seed=asked.seed)
    if asked.draws is not None:
        choice = replace(choice, draws=asked.draws)
    return choice, decoded.notices


def _institution(model: CostModel, institution_id: str) -> Institution:
    """A reference institution, or an own one from the workspace, which must not be in use by the app."""
    if institution_id in model.institutions:
        return reference_institution(model, institution_id)
    workspace = open_workspace()
    try:
        saved = {item.id: item for item in workspace.saved(INSTITUTION)}
    finally:
        workspace.close()
    if institution_id not in saved:
        known = [*model.institutions, *(f"{item.id} ({item.name})" for item in saved.values())]
        raise InputError("cli.unknown_institution", id=institution_id, known=", ".join(known))
    own = saved[institution_id]
    return replace(institution_from_record(own.body), id=own.id, name=own.name)


def _parser(language: str) -> argparse.ArgumentParser:
    def words(key: str) -> str:
        return text(f"cli.{key}", language)

    parser = argparse.ArgumentParser(prog="python -m flexlib", description=words("about"), epilog=words("exit_codes"))
    spoken = argparse.ArgumentParser(add_help=False)
    spoken.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=words("language"))
    parser.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=words("language"))
    commands = parser.add_subparsers(required=True)

    estimate = commands.add_parser("estimate", parents=[spoken], help=words("estimate"), description=words("estimate"))
    find = commands.add_parser("search", parents=[spoken], help=words("search"), description=words("search"))
    budgets = commands.add_parser("budget", parents=[spoken], help=words("budget")).add_subparsers(required=True)
    look = budgets.add_parser("check", parents=[spoken], help=words("budget_check"), epilog=words("budget_codes"))
    look.add_argument("file", metavar="FILE", type=Path, help=words("budget_file"))
    look.add_argument("--mapping", metavar="FILE", type=Path, help=words("budget_mapping"))
    look.set_defaults(run=budget_check_command)
    out = budgets.add_parser("export", parents=[spoken], help=words("budget_export"))
    out.set_defaults(run=budget_export_command)
    beside = commands.add_parser("compare", parents=[spoken], help=words("compare"), description=words("compare"))
    drive = commands.add_parser("importance", parents=[spoken], help=words("importance"))
    for command in (estimate, find, out, beside, drive):
        command.add_argument("link", help=words("link"))
        command.add_argument("--institution", metavar="ID", help=words("institution"))
        command.add_argument("--draws", metavar="N", type=_between(FEWEST_DRAWS, MOST_DRAWS), help=words("draws"))
        command.add_argument("--seed", metavar="N", type=_between(0, LARGEST_SEED), help=words("seed"))
    for command in (estimate, find, look, beside, drive):
        command.add_argument("--format", choices=("json", "csv"), default="json", help=words("format"))
    out.add_argument("file", metavar="FILE", type=Path, help=words("budget_target"))
    add_arguments(find, words)
    find.set_defaults(run=search_command)
    side_by_side.add_arguments(beside, words)
    beside.set_defaults(run=compare_command)
    uncertain.add_arguments(drive, words)
    drive.set_defaults(run=importance_command)
    estimate.add_argument("--given", metavar="FILE", type=Path, help=words("given"))
    estimate.add_argument("--dump-draws", metavar="FILE", type=Path, help=words("dump_draws"))
    estimate.set_defaults(run=estimate_command)

    model = commands.add_parser("model", parents=[spoken], help=words("model")).add_subparsers(required=True)
    check = model.add_parser("check", parents=[spoken], help=words("check"))
    check.add_argument("--model", metavar="DIR", type=Path, help=words("model_folder"))
    check.set_defaults(run=check_command)
    model.add_parser("sources", parents=[spoken], help=words("sources")).set_defaults(run=sources_command)
    return parser


def _language(arguments: list[str] | None) -> str:
    """The language asked for, looked up before the help texts are made; else that of the link, else Dutch."""
    first_look = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    first_look.add_argument("--language")
    asked, others = first_look.parse_known_args(arguments)
    if asked.language is not None:
        return asked.language if asked.language in LANGUAGES else LANGUAGES[0]
    linked = (named_in(word, keys.LANGUAGE) for word in others if "l=" in word)
    return next((language for language in linked if language in LANGUAGES), LANGUAGES[0])


def _between(lowest: int, highest: int) -> Callable[[str], int]:
    def read(typed: str) -> int:
        if not typed.isascii() or not typed.isdigit() or not lowest <= int(typed[:12]) <= highest:
            raise argparse.ArgumentTypeError(f"{typed[:20]}: {lowest}–{highest}")
        return int(typed)

    return read


if __name__ == "__main__":
    sys.exit(main())
