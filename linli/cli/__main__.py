"""``python -m linli.cli`` is the ``linli`` command."""

import sys

from linli.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
