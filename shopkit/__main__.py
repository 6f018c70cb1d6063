"""`python -m shopkit` is `shopkit`."""

import sys

from shopkit.cli.main import main

sys.exit(main())
