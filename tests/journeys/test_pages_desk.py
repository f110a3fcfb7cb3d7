"""Every page of this list, looked at."""

import pytest

from tests.journeys.pages.desk import DESK
from tests.journeys.pages.looking import Lookers, look, lookers
from tests.journeys.pages.seen import Seen
from tests.journeys.province import Province
from tests.journeys.visit import Visits

__all__ = ["lookers"]


@pytest.mark.parametrize("seen", DESK, ids=lambda seen: seen.name)
def test_page(seen: Seen, visit: Visits, lookers: Lookers, province: Province) -> None:
    look(seen, visit, lookers, province)
