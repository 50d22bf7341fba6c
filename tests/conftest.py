"""How property tests choose their examples.

A run of the checks always tries the same examples, so that a verdict depends on the code alone; new ones are looked
for with `python -m tests --hypothesis-profile=search`.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("checks", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=3000, deadline=None, print_blob=True)
settings.load_profile("checks")
