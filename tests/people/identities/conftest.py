"""A provider that answers, known to the site."""

from collections.abc import Iterator
from typing import Any

import pytest

from serentak.people import provider
from tests.factories.provider import Idp, running


@pytest.fixture
def idp(settings: Any) -> Iterator[Idp]:
    provider._kept.clear()
    with running() as one:
        settings.OIDC = one.provider()
        yield one
