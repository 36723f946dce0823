from __future__ import annotations

from hypothesis import settings

# How long one example takes says more about what else the machine does than about the example.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
