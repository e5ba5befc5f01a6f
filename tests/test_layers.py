"""The house rules of the code: who may import whom, where SQL and screens live, how long a file may be."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GROUND = {"errors", "text", "units", "amounts"}
BELOW = {
    "errors": set(),
    "text": {"errors"},
    "units": {"errors", "text"},
    "amounts": {"errors", "text", "units"},
    "model": GROUND,
    "engine": GROUND | {"model"},
    "store": GROUND | {"model"},
    "share": GROUND | {"model"},
    "budget": GROUND | {"model", "engine"},
    "charts": GROUND | {"model", "engine"},
    "ui": GROUND | {"model", "engine", "store", "share", "budget", "charts"},
    "command": GROUND | {"model", "engine", "share", "budget"},
    "__main__": GROUND | {"model", "engine", "store", "share", "budget", "charts", "command"},
}
OUTSIDE = {  # packages of others that each part may use
    "errors": set(),
    "text": set(),
    "units": set(),
    "amounts": set(),
    "model": set(),
    "engine": {"numpy", "scipy"},
    "store": {"duckdb", "platformdirs"},
    "share": set(),
    "charts": {"altair", "pandas", "numpy", "vl_convert"},
    "command": {"numpy"},
    "__main__": set(),
}
ROOMS = {path.name for path in (ROOT / "flexlib" / "ui").iterdir() if (path / "__init__.py").exists()}  # one a page
SQL = re.compile(r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|CREATE\s+TABLE|DELETE\s+FROM|UPDATE\s+\w+\s+SET|ATTACH\s+')", re.S)
VAGUE = re.compile(r"(^|_)(utils?|helpers?|managers?|common|misc|stuff|new|tmp|v\d|data2)(_|$)")


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Full names of everything a file imports: `flexlib.model.records.Choice`, `numpy`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: import by full name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(path: Path) -> str:
    first = path.relative_to(ROOT / "flexlib").parts[0]
    return first.removesuffix(".py")


FLEXLIB = [path for path in sources("flexlib") if path.name != "__init__.py" or path.parent.name != "flexlib"]


def named(paths: list[Path]) -> list:
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


@pytest.mark.parametrize("path", named(FLEXLIB))
def test_imports_point_down(path: Path) -> None:
    part = part_of(path)
    allowed = BELOW[part] | {part}
    for name in imports(path):
        if name.split(".")[0] != "flexlib":
            continue
        inside = name.removeprefix("flexlib.")
        assert any(inside == piece or inside.startswith(f"{piece}.") for piece in allowed), f"{part} imports {name}"


@pytest.mark.parametrize("path", named(FLEXLIB))
def test_each_part_uses_only_its_own_packages(path: Path) -> None:
    part = part_of(path)
    if part not in OUTSIDE:
        return
    others = {name.split(".")[0] for name in imports(path)} - {"flexlib"} - set(sys.stdlib_module_names)
    assert others <= OUTSIDE[part]


@pytest.mark.parametrize("path", named([*sources("pages"), ROOT / "app.py"]))
def test_pages_use_ui_and_streamlit_only(path: Path) -> None:
    for name in imports(path):
        top = name.split(".")[0]
        assert top in {"streamlit", "__future__"} or name.startswith("flexlib.ui"), name


def test_no_streamlit_outside_the_screens() -> None:
    users = {part_of(path) for path in FLEXLIB if any(name.split(".")[0] == "streamlit" for name in imports(path))}
    assert users <= {"ui"}


def room_of(module: str) -> str | None:
    """The room of the screens that a module stands in; None outside flexlib.ui and for what rooms share."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["flexlib", "ui"] and len(parts) > 2 and parts[2] in ROOMS else None


@pytest.mark.parametrize("path", named(sources("flexlib/ui")))
def test_a_room_of_the_screens_uses_itself_and_what_rooms_share(path: Path) -> None:
    """A page may be opened without the rooms of other pages; what two rooms need stands beside the rooms."""
    own = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
    assert [name for name in imports(path) if room_of(name) not in (None, own)] == []


def test_only_one_module_goes_behind_the_public_interface_of_streamlit() -> None:
    behind = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in [*sources("flexlib", "pages"), ROOT / "app.py"]
        for name in imports(path)
        if name.startswith("streamlit.") and not name.startswith("streamlit.typing.")
    ]
    assert [one for one in behind if not one.startswith("flexlib/ui/streamlit_inside.py")] == []


def test_sql_only_in_the_store() -> None:
    found = []
    for path in [*sources("flexlib", "pages"), ROOT / "app.py"]:
        if path.is_relative_to(ROOT / "flexlib" / "store"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        words = [
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        found += [f"{path}: {word[:60]}" for word in words if SQL.search(word)]
    assert found == []


def defined_in(path: Path) -> set[str]:
    """What a module defines by itself at its top level."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            names.update(inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name))
    return names


def test_a_name_is_imported_from_where_it_stands() -> None:
    """One import path a name: a module hands on nothing that another one defines (packages do, in `__init__.py`)."""
    known = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts): defined_in(path)
        for path in FLEXLIB
        if path.name != "__init__.py"
    }
    handed_on = []
    for path in [*sources("flexlib", "pages", "tests"), ROOT / "app.py"]:
        for name in imports(path):
            module, _, last = name.rpartition(".")
            if module in known and last not in known[module]:
                handed_on.append(f"{path.relative_to(ROOT)}: {name}")
    assert handed_on == []


def test_no_circles_between_modules() -> None:
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in FLEXLIB
    }
    graph = {}
    for module, path in modules.items():
        used = {name if name in modules else name.rpartition(".")[0] for name in imports(path)}
        graph[module] = {name for name in used if name in modules and name != module}
    order = list(TopologicalSorter(graph).static_order())
    assert set(graph) <= set(order)


def test_files_stay_short() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources("flexlib", "pages", "tests")
    }
    limits = {path: 89 if path.parent == ROOT / "pages" else 400 for path in lengths}
    assert {str(path): length for path, length in lengths.items() if length > limits[path]} == {}
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) < 60


def test_names_say_what_is_in_them() -> None:
    assert [str(path) for path in sources("flexlib", "pages", "tests") if VAGUE.search(path.stem)] == []


def test_top_level_holds_only_what_the_layout_names() -> None:
    import subprocess

    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    top = {name.split("/")[0] for name in listed}
    allowed = {"app.py", "pages", "flexlib", "data", "assets", "tests", "requirements.txt", "README.md", "CHANGELOG.md"}
    assert {name for name in top if not name.startswith(".")} <= allowed | {"pyproject.toml", "Makefile"}
