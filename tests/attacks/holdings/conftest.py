"""The stage in the attacker's transaction."""

import pytest

from tests.attacks.holdings.rows import Stage, Web
from tests.attacks.world import World


@pytest.fixture
def stage(web: Web, world: World) -> Stage:
    return Stage(web, world)
