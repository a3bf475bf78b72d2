"""What all tests share: ``--prove``, and a reason for everything that did not run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sandboxes import Sandbox

SHARED = Path(__file__).parent.parent.parent / "shared"
"""Reference material and rendered pages of real sites, beside the checkout where a machine has them."""

settings.register_profile(
    "quick", derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "prove", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow]
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--prove", action="store_true", help="run what takes long; something missing is a failure"
    )
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("prove" if config.getoption("--prove") else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--prove"):
        for item in items:
            if item.get_closest_marker("prove"):
                item.add_marker(pytest.mark.skip(reason="takes long: make prove"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """With ``--prove`` nothing may be skipped: what this machine lacks is a failure."""
    if (
        item.config.getoption("--prove")
        and call.excinfo
        and call.excinfo.errisinstance(pytest.skip.Exception)
    ):
        reason = str(call.excinfo.value)
        failure = AssertionError(f"skipped under --prove: {reason}").with_traceback(call.excinfo.tb)
        call.excinfo = pytest.ExceptionInfo.from_exception(failure)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The very last line counts what was left out, by reason."""
    reporter = config.pluginmanager.getplugin("terminalreporter")
    if reporter is None:  # in a worker
        return
    skipped = [
        str(report.longrepr[2]).removeprefix("Skipped: ") for report in reporter.stats.get("skipped", [])
    ]
    reasons = ", ".join(f"{count} × {reason}" for reason, count in Counter(skipped).most_common())
    reporter.write_line(f"skipped: {len(skipped)}{f' ({reasons})' if reasons else ''}")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material; a test that needs it is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not on this machine")
    return SHARED


@pytest.fixture(params=["cloud", "datacenter"])
def confluence(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sandbox]:
    """A strict sandbox of each flavor in turn."""
    with Sandbox(tmp_path / "sandbox", request.param) as sandbox:
        yield sandbox
