"""Visitors: a browser profile each, its own internet address, and an ear for whatever goes wrong."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect

from serentak.people.rules import DEMO_PASSWORD
from tests.journeys.province import Site

PHONE, DESK = (360, 740), (1440, 900)
PATIENCE = 20_000  # milliseconds: a step may wait while two cores do everything else
expect.set_options(timeout=PATIENCE)
ANSWERS = "Failed to load resource: the server responded with a status of 4"  # a page that says no
NO_WORKER = "Service Worker registration blocked by Playwright"
PARTS = {"stylesheet", "script", "font", "image", "fetch", "manifest"}


class Visits:
    """`wrong` collects what pages complain of; `offline` says that lost connections are meant to be."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.wrong: list[str] = []
        self.offline = False
        self.open: list[BrowserContext] = []

    def page(
        self,
        *,
        size: tuple[int, int] = PHONE,
        who: str | None = None,
        script: bool = True,
        language: str = "id",
        worker: bool = False,
    ) -> Page:
        """A page of a new visitor, on a phone unless said otherwise; `who` is signed in already.
        `worker` lets the service worker in."""
        context = self.browser.new_context(
            base_url=self.site.address, viewport={"width": size[0], "height": size[1]},
            java_script_enabled=script, service_workers="allow" if worker else "block",
            extra_http_headers={"X-Forwarded-For": self.site.visitor()}, reduced_motion="reduce",
            locale="id-ID", timezone_id="Asia/Makassar",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        self.open.append(context)
        if language != "id":
            self._cookie(context, "bahasa", language)
        if who is not None:
            context.add_cookies(self._session(who))
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        page.on("response", self._response)
        return page

    def desk(self, who: str | None, **more: Any) -> Page:
        """A page of the size of a desk, as a rule of somebody who is signed in."""
        return self.page(size=more.pop("size", DESK), who=who, **more)

    def seen(self) -> list[str]:
        """Where each page still open stands and what a person reads on it."""
        pages = [page for context in self.open for page in context.pages]
        return [f"--- {page.url}\n{page.locator('body').inner_text()}" for page in pages]

    def close(self) -> None:
        for context in self.open:
            context.close()

    def _cookie(self, context: BrowserContext, name: str, value: str) -> None:
        context.add_cookies([{"name": name, "value": value, "url": self.site.address}])

    def _session(self, who: str) -> Any:
        """Signed in once for the whole session, through the page as everybody."""
        if who not in self.site.sessions:
            page = self.page()
            sign_in(page, who)
            self.site.sessions[who] = [c for c in page.context.cookies() if c["name"] == "sesi"]
            page.context.close()
            self.open.remove(page.context)
        return self.site.sessions[who]

    def _console(self, said: ConsoleMessage) -> None:
        lost = self.offline and ("net::ERR_" in said.text or "a status of 503" in said.text)
        if said.text.startswith(ANSWERS) or said.text == NO_WORKER or lost:
            return
        self.wrong.append(f"{said.location.get('url')}: {said.text}")

    def _response(self, answer: Response) -> None:
        if self.offline:
            return
        if answer.status >= 400 and answer.request.resource_type in PARTS and answer.request.method == "GET":
            self.wrong.append(f"{answer.status} {answer.url}")
        if answer.status >= 500:
            self.wrong.append(f"{answer.status} {answer.url}")


def sign_in(page: Page, who: str, *, path: str = "/masuk") -> None:
    """Through the page, with name and password."""
    give_password(page, who, path=path)
    page.wait_for_url(lambda url: "/masuk" not in url)


def give_password(page: Page, who: str, *, path: str = "/masuk") -> None:
    """The first step, or all of it for whoever has no second."""
    page.goto(path)
    form = page.locator("form.card")
    form.get_by_label("Nama pengguna").fill(who)
    form.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
    form.get_by_role("button", name="Masuk").click()
