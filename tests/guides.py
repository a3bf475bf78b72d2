"""The guide of the plugin, published into a sandbox by a real build."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from sandboxes import Sandbox

CONFIG = Path(__file__).parent.parent / "example_site" / "mkdocs.yml"


def publish(sandbox: Sandbox, site: Path) -> None:
    """Build ``example_site`` into the folder ``site`` and publish it; raises CalledProcessError."""
    told = {
        "CONFLUENCE_URL": sandbox.url,
        "CONFLUENCE_FLAVOR": sandbox.flavor,
        "CONFLUENCE_SPACE": sandbox.space,
        "CONFLUENCE_USER": "docs@example.com",
        "CONFLUENCE_TOKEN": "token",
        "NO_MKDOCS_2_WARNING": "1",
    }
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
    subprocess.run(command, check=True, env={**os.environ, **told}, timeout=110)
