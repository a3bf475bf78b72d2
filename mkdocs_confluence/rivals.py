"""Other packages that cannot be installed beside this one."""

from __future__ import annotations

from importlib import metadata

from .errors import SettingsError

OURS = "mkdocs-confluence-tree"
OLD = "mkdocs-confluence"
"""An unrelated, older package that installs a package of the same import name, overwriting this one's files."""
PLUGIN = "confluence"
AGAIN = f"Install {OURS} again, with `pip install --force-reinstall`."


def refuse() -> None:
    """Raise SettingsError where another installed package has our plugin name or our import name."""
    if others := sorted(_with_our_plugin() | _with_our_files()):
        name = others[0]
        raise SettingsError(
            f"The installed package {name} also provides "
            f"{'the module mkdocs_confluence' if name == OLD else f'a plugin named {PLUGIN}'}; "
            "only one of the two can work.",
            hint=f"Run `pip uninstall {name}`. {AGAIN}",
        )


def spoiled(error: ImportError) -> SettingsError:
    """What to say where our own files cannot be imported: another package's fault, or a file is missing."""
    try:
        refuse()
    except SettingsError as known:
        return known
    return SettingsError(f"Files of {OURS} are missing or not its own ({error}).", hint=AGAIN)


def _with_our_plugin() -> set[str]:
    found = set()
    for group in ("mkdocs.plugins", "properdocs.plugins"):
        for entry in metadata.entry_points(group=group, name=PLUGIN):
            name = entry.dist.name if entry.dist else ""
            if name and _canonical(name) != OURS:
                found.add(name)
    return found


def _with_our_files() -> set[str]:
    try:
        metadata.distribution(OLD)
    except metadata.PackageNotFoundError:
        return set()
    return {OLD}


def _canonical(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
