"""What both doors do with a bundle: find or start the sandbox, connect, publish or plan, tell."""

from __future__ import annotations
