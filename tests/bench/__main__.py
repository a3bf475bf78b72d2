"""Run every benchmark, or those that are named, and print its ratios; the exit code tells whether all limits hold."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time
from pathlib import Path


def main(wanted: list[str]) -> int:
    sys.path.insert(0, str(Path(__file__).parent.parent))  # what benchmarks share with tests
    names = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    missed = 0
    for name in [name for name in names if not wanted or name in wanted]:
        module = importlib.import_module(f"{__package__}.{name}")
        if not hasattr(module, "measure"):
            continue
        start = time.perf_counter()
        print(f"\n{name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        for row in module.measure():
            print(f"  {row}", flush=True)
            missed += not row.good
        print(f"  ({time.perf_counter() - start:.0f} s)")
    if missed:
        print(f"\n{missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
