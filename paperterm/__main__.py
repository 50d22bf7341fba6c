"""`python -m paperterm`, the same as the console script `paperterm`."""

import sys

from paperterm.start import main

if __name__ == "__main__":
    sys.exit(main())
