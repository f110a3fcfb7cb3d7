"""A page as somebody comes to it, and the ways there that several rooms share."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.province import Province

Reach = Callable[[Page, Province], None]


@dataclass(frozen=True)
class Seen:
    """A page as somebody comes to it."""

    name: str
    route: str | None  # of the address where it ends
    reach: Reach
    who: str | None = None
    language: str = "id"


@dataclass(frozen=True)
class At:
    """The way by an address alone: nothing is done there but looking."""

    path: str

    def __call__(self, page: Page, province: Province) -> None:
        page.goto(self.path)


def at(path: str) -> Reach:
    return At(path)


UNFOLD = "document.querySelectorAll('details').forEach(d => { d.removeAttribute('name'); d.open = true })"


def sent_empty(path: str, button: str = "Kirim") -> Reach:
    """A form that was sent with nothing in it."""

    def reach(page: Page, province: Province) -> None:
        page.goto(path)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(".ds-error-summary")).to_be_visible()

    return reach
