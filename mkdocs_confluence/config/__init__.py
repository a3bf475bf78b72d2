"""What a user decides: options in mkdocs.yml and the environment, validated into one frozen ``Settings``."""

from __future__ import annotations

from .address import SANDBOX
from .credentials import find as find_credentials
from .settings import Settings, data_folder, forced, need_credentials

__all__ = ["SANDBOX", "Settings", "data_folder", "find_credentials", "forced", "need_credentials"]
