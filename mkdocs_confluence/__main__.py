"""``python -m mkdocs_confluence``: the ``mkdocs-confluence`` command."""

from __future__ import annotations

from .door import main

if __name__ == "__main__":
    main()
