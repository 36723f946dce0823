from __future__ import annotations

from hypothesis import HealthCheck, settings

# How long one example takes says more about what else the machine does than about the example. The examples are the
# same in every run, so that nobody's change fails by what another draw finds.
settings.register_profile(
    "steady", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
# pytest --hypothesis-profile wandering looks for more, with other examples in each run.
settings.register_profile("wandering", settings.get_profile("steady"), derandomize=False, max_examples=1000)
settings.load_profile("steady")
