"""The guide of the plugin, published into a sandbox by a real build."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sandboxes import Sandbox

CONFIG = Path(__file__).parent.parent / "example_site" / "mkdocs.yml"


def environment(sandbox: Sandbox) -> dict[str, str]:
    """The variables that send the guide into a sandbox."""
    return {
        "GUIDE_URL": sandbox.url,
        "GUIDE_FLAVOR": sandbox.flavor,
        "CONFLUENCE_SPACE": sandbox.space,
        "CONFLUENCE_USER": "docs@example.com",
        "CONFLUENCE_TOKEN": "token",
        "NO_MKDOCS_2_WARNING": "1",
    }


def publish(sandbox: Sandbox, site: Path) -> None:
    """Build ``example_site`` into the folder ``site`` and publish it; raises CalledProcessError."""
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--quiet",
        "--config-file",
        str(CONFIG),
        "--site-dir",
        str(site),
    ]
    subprocess.run(command, check=True, env={**os.environ, **environment(sandbox)}, timeout=110)
