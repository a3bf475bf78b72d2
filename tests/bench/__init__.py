"""Numbers of one run on one machine, as ratios: ``python -m tests.bench [NAME…]``.

Each module with a ``measure`` is one benchmark; it yields rows as it has them.
"""
