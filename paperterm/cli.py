"""From the command line to the library, and from its answers to standard output or the terminal interface."""

from __future__ import annotations


def main() -> int:
    """Run the command line given to the process; the exit status is 0 done, 1 no, 2 wrong usage, 130 interrupted."""
    return 2
