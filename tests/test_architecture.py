"""The house: which floor may import which, what is banned where, and how large a file or function may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_confluence import errors

ROOT = Path(__file__).parent.parent / "mkdocs_confluence"
PACKAGE = ROOT.name
FILE_LIMIT, FUNCTION_LIMIT = 300, 50

FLOORS = {
    "doors": {"door", "plugin", "cli", "__main__", "delivery", "rivals", "telling"},
    "journey": {"tree", "config", "fences", "sync"},
    "rooms": {"storage", "client", "sandbox", "bundle", "draw"},
    "words": {"model", "remote", "names", "errors"},
}
"""Top-level modules, from the highest floor to the lowest; a floor imports itself (rooms do not) and those below."""

IMPURE = {"os", "io", "time", "datetime", "threading", "pathlib", "random", "concurrent", "bundle", "client"}
BANS = {
    "storage": {"client", "sync", "sandbox", "requests"},
    "tree": {"client", "sync", "sandbox", "requests"},
    "bundle": {"client", "sync", "sandbox", "requests"},
    "client": {"mkdocs", "storage", "tree", "config", "sync"},
    "sync": {"mkdocs", "storage", "tree", "config"},
    "sandbox": {"mkdocs", "storage", "tree", "config", "client", "sync", "bundle", "draw", *FLOORS["words"]},
    "sync.plan": IMPURE,
    "sync.comments": IMPURE,
}
ONLY_IN = {
    "requests": {"client.session"},
    "bs4": {"storage"},
    "mkdocs": {"door", "plugin", "config", "cli.project", "tree"},
    "markdown": {"fences"},
    "flask": {"sandbox"},
}


def _modules() -> dict[str, Path]:
    names = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names[".".join(part for part in parts if part != "__init__") or "__init__"] = path
    return names


MODULES = _modules()


def _imports(name: str, path: Path) -> Iterator[str]:
    """What a module imports at any place: ``bundle`` or ``sync.plan`` for ours, the top name for others."""
    here = [] if name == "__init__" else name.split(".")
    package = here if path.name == "__init__.py" else here[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (_ours(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (_ours(f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1]
            base = [*base, *(node.module.split(".") if node.module else [])]
            yield from (_known([*base, alias.name]) for alias in node.names)


def _ours(dotted: str) -> str:
    parts = dotted.split(".")
    return _known(parts[1:]) if parts[0] == PACKAGE else parts[0]


def _known(parts: list[str]) -> str:
    """The longest start of a dotted name that is a module of ours; the package itself is ``__init__``."""
    for end in range(len(parts), 0, -1):
        if ".".join(parts[:end]) in MODULES:
            return ".".join(parts[:end])
    return parts[0] if parts and any(name.startswith(f"{parts[0]}.") for name in MODULES) else "__init__"


def _floor(name: str) -> int | None:
    for index, tops in enumerate(FLOORS.values()):
        if name.split(".")[0] in tops:
            return index
    return None


@pytest.mark.parametrize("name", MODULES)
def test_every_module_stands_on_a_floor(name: str) -> None:
    assert name == "__init__" or _floor(name) is not None, f"{name} is not in the floor plan"


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down(name: str) -> None:
    floor = _floor(name)
    for imported in set(_imports(name, MODULES[name])):
        below = _floor(imported)
        if floor is None or below is None:
            continue
        own_room = imported.split(".")[0] == name.split(".")[0]
        allowed = own_room or below > floor or (below == floor and list(FLOORS)[floor] not in ("rooms",))
        assert allowed, f"{name} imports {imported}, which is not below it"
        if list(FLOORS)[floor] == "journey" and below == floor:
            assert own_room or imported.split(".")[0] == "config", (
                f"{name} imports {imported} of another part of the journey"
            )


@pytest.mark.parametrize("name", MODULES)
def test_bans_hold(name: str) -> None:
    imported = set(_imports(name, MODULES[name]))
    tops = {item.split(".")[0] for item in imported} | imported
    for start, banned in BANS.items():
        if name == start or name.startswith(f"{start}."):
            assert not tops & banned, f"{name} imports {tops & banned}"
    for library, homes in ONLY_IN.items():
        if library in tops:
            assert any(name == home or name.startswith(f"{home}.") for home in homes), (
                f"{name} imports {library}"
            )


@pytest.mark.parametrize("name", MODULES)
def test_files_and_functions_are_small(name: str) -> None:
    text = MODULES[name].read_text(encoding="utf-8")
    assert text.count("\n") <= FILE_LIMIT, f"{name} is longer than {FILE_LIMIT} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= FUNCTION_LIMIT, f"{name}.{node.name} is {length} lines"


ERRORS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.PublishError)
}


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith("sandbox")])
def test_every_error_says_what_to_do(name: str) -> None:
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            hinted = any(keyword.arg == "hint" for keyword in node.keywords)
            assert called not in ERRORS or hinted, f"{name}:{node.lineno} raises {called} without a hint"


def test_imports_form_no_cycle() -> None:
    edges = {
        name: {i for i in _imports(name, path) if i in MODULES and i != name}
        for name, path in MODULES.items()
    }
    rooted = {name: {i for i in found if i != "__init__"} for name, found in edges.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join([*trail, name])
        if name in done:
            return
        for below in rooted[name]:
            if not (below in name or name in below):  # a package and its own modules may name each other
                visit(below, (*trail, name))
        done.add(name)

    for name in MODULES:
        visit(name, ())
