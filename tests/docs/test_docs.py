"""What the documents say exists: commands, files, pages, packages."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from flexlib.__main__ import main
from flexlib.text import all_texts
from tests.budget.workbooks import programme, write

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
IMPORTED_AS = {"vl-convert-python": "vl_convert"}


def test_every_make_command_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.M))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.M))
    assert {"run", "test"} <= named <= targets
    assert {"run", "test", "check", "bench", "soak", "model", "clean"} <= targets


def test_every_command_of_the_readme_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = {"<address or its query>": "v=nulvariant&n=100", "FILE": str(write(tmp_path / "file.xlsx", programme()))}
    commands = re.findall(r"^python -m flexlib (.+)$", README, re.M)
    assert len(commands) >= 3
    for command in commands:
        arguments = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', command)]
        assert main([given.get(part, part) for part in arguments]) == 0
        assert capsys.readouterr().out


def test_every_option_that_the_readme_names_exists(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["estimate"], ["compare"], ["search"], ["model", "check"], ["budget", "check"]):
        with pytest.raises(SystemExit):
            main([*command, "--help"])
    known = capsys.readouterr().out
    for option in set(re.findall(r"--[a-z][a-z-]+", README)) - {"--help"}:
        assert option in known


def test_every_linked_file_is_there() -> None:
    missing = []
    for document in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "data").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text(encoding="utf-8")):
            if "://" not in target and not (document.parent / target).exists():
                missing.append(f"{document.name}: {target}")
    assert missing == []


def test_every_page_is_named_with_its_title_and_address() -> None:
    for page in (ROOT / "pages").glob("*.py"):
        title = all_texts("nl")[f"frame.page.{page.stem}"]
        address = "/" if page.stem == "start" else f"/{page.stem}"
        assert f"*{title}* (`{address}`)" in README


def test_every_package_folder_is_named() -> None:
    for package in (ROOT / "flexlib").iterdir():
        if (package / "__init__.py").exists():
            assert f"`flexlib/{package.name}`" in README


def test_the_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert versions[0] == PROJECT["project"]["version"]


def requirements() -> dict[str, str]:
    """Name → version of everything `make run` installs."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [line.partition("#")[0].strip() for line in lines]
    return dict(pin.split("==") for pin in pins if pin)


def test_requirements_are_pinned_and_each_says_why() -> None:
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        assert line.startswith("#") or re.fullmatch(r"[a-z-]+==[\w.]+ +# .+", line), line


def test_requirements_are_what_the_code_imports() -> None:
    imported = set()
    for path in [*(ROOT / "flexlib").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            imported.update(name.split(".")[0] for name in names)
    imported -= {*sys.stdlib_module_names, "flexlib"}
    required = {IMPORTED_AS.get(name, name.replace("-", "_")) for name in requirements()}
    assert imported == required


def test_the_pinned_versions_are_the_ones_tested() -> None:
    pins = requirements() | dict(pin.split("==") for pin in PROJECT["project"]["optional-dependencies"]["dev"])
    assert {name: metadata.version(name) for name in pins} == pins
