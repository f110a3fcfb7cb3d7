"""How a page is looked at: axe at two widths in light and dark, nothing over the edge at four widths, and nothing said
on its console."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from serentak.site.environment import ROOT
from tests.addresses import route_of
from tests.journeys.pages.seen import At, Seen
from tests.journeys.province import Province
from tests.journeys.visit import DESK as SIZE
from tests.journeys.visit import Visits

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (320, 360, 1440, 1920)
COLOURS = ["color-contrast", "link-in-text-block"]  # all that the scheme can change
RUN = """async rules => {
  const found = await axe.run(document, {resultTypes: ["violations"], ...(rules && {runOnly: rules})})
  return found.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")}`)
}"""
EDGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Lookers(Visits):
    """Those who only look: each goes from page to page, since a browser profile costs more than a page."""

    def __init__(self, browser: Browser, province: Province) -> None:
        super().__init__(browser, province)
        self.pages: dict[tuple[str | None, str], Page] = {}

    def looking(self, who: str | None, language: str) -> Page:
        """The page of this looker, as a new one would be."""
        if (who, language) not in self.pages:
            self.pages[who, language] = self.desk(who, language=language)
        page = self.pages[who, language]
        page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
        page.emulate_media(color_scheme="light")
        return page

    def heard(self) -> list[str]:
        """What went wrong in any of their pages since this was asked before."""
        heard, self.wrong = self.wrong, []
        return heard


@pytest.fixture(scope="module")
def lookers(browser: Browser, province: Province) -> Iterator[Lookers]:
    lookers = Lookers(browser, province)
    yield lookers
    lookers.close()
    assert lookers.heard() == []


def look(seen: Seen, visit: Visits, lookers: Lookers, province: Province) -> None:
    """Go to the page and look; AssertionError with all that is wrong."""
    if isinstance(seen.reach, At):
        page = lookers.looking(seen.who, seen.language)
    else:
        page = visit.desk(seen.who, language=seen.language)
    seen.reach(page, province)
    assert route_of(page.url) == seen.route
    expect(page.locator("h1")).to_have_count(1)
    page.evaluate(AXE.read_text())
    found: list[Any] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate(EDGE) > 0:
            found.append(f"{width}: {page.evaluate(EDGE)} pixels over the edge")
        if width not in (360, 1440):
            continue
        page.emulate_media(color_scheme="light")
        found += [f"{width} light {violation}" for violation in page.evaluate(RUN)]
        page.emulate_media(color_scheme="dark")
        found += [f"{width} dark {violation}" for violation in page.evaluate(RUN, COLOURS)]
    assert found + lookers.heard() == []
