"""A running demonstration for the session, Chromium for the package, and a page for each visitor.

Whatever a page writes on its console, whatever script fails, whatever the policy refuses and whatever
part of a page cannot be had fails the test; so does an error in what the programs wrote.
"""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium
from tests.conftest import fresh, one_at_a_time
from tests.factories import provider
from tests.journeys import province as programs
from tests.journeys.province import Province
from tests.journeys.visit import Visits


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A journey that failed tells what stood on its pages."""
    report = yield
    visits = getattr(item, "funcargs", {}).get("visit")
    if visits and report.when == "call" and report.failed:
        report.sections.append(("pages", "\n".join(visits.seen())))
    return report


@pytest.fixture(scope="session")
def province(template: None, front: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """The demonstration with its eleven cases, web and worker running; one for each worker of the run."""
    folder = tmp_path_factory.mktemp("province")
    with fresh(folder) as database, provider.running() as idp:
        with one_at_a_time("front"):  # it collects the static files, one folder for all
            programs.run(database.variables, "install")
        told = database.variables | idp.variables()
        with programs.running(database.environment, told, folder / "output") as running:
            running.idp = idp
            yield running
        assert "Traceback" not in running.said(), running.said()[-8000:]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, province: Province) -> Iterator[Visits]:
    """Opens pages as visitors; at the end nothing may have gone wrong in any of them."""
    visits = Visits(browser, province)
    try:
        yield visits
    finally:
        visits.close()
    assert visits.wrong == []
