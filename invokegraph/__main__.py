"""`python -m invokegraph`: the command `invokegraph`."""

from __future__ import annotations

import sys

from invokegraph.cli import main

sys.exit(main())
