"""How many examples a property test tries."""

from __future__ import annotations

from hypothesis import settings


def examples(count: int) -> settings:
    """Settings for `count` examples, or for as many as a search for new ones asks for, if that is more."""
    asked, usual = settings.default, settings.get_profile("checks")
    is_search = asked is not None and asked.max_examples > usual.max_examples
    return settings(max_examples=max(count, asked.max_examples) if asked and is_search else count, deadline=None)
