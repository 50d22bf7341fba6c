"""The first thing that runs: the last frame of what is opened, then all the rest.

Must not: import anything before that frame is shown but what finds and shows it.
"""

from __future__ import annotations

import sys

from paperterm.store.preview import preview_for


def main() -> int:
    """Run the command line of this process; the exit status is that of `cli.main`."""
    preview = preview_for(sys.argv[1:])
    try:
        preview.show()
        from paperterm.cli import main as run

        return run(preview=preview)
    except KeyboardInterrupt:
        return 130
    finally:
        preview.close()
