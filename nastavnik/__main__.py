"""`python -m nastavnik` is the command `nastavnik`."""

import sys

from nastavnik.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
