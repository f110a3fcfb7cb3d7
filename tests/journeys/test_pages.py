"""The list of pages is checked against the addresses of the site, so that a new page cannot be left out. Each of
its four parts is a module of its own, so that two workers look at them."""

from tests.addresses import routes
from tests.journeys.pages.account import ACCOUNT
from tests.journeys.pages.desk import DESK
from tests.journeys.pages.looking import AXE, COLOURS, EDGE, RUN
from tests.journeys.pages.manage import MANAGE
from tests.journeys.pages.public import PUBLIC
from tests.journeys.visit import Visits

PAGES = [*PUBLIC, *ACCOUNT, *DESK, *MANAGE]
NO_PAGE = {
    "cases-slip-image", "cases-slip-desk-image", "cases-alike",
    "api-document", "api-file", "api-records", "api-record", "api-act",
    "cases-villages", "cases-answer", "cases-leave", "sign_in-passkey", "sign_in-identity", "account-identity-new", "account-passkey-new", "account-new-passkey", "client-keys", "account-sessions", "file", "ledger-checkpoint", "ledger-key", "ledger-program",
    "ledger-entries", "ledger-tile", "language", "health", "manage-list", "desk-export", "figures-csv", "manage-change-withdraw", "service-worker",
}  # fmt: skip


def test_no_page_is_left_out() -> None:
    assert {seen.route for seen in PAGES} - {None} | NO_PAGE == set(routes())


def test_the_checks_see_what_they_are_for(visit: Visits) -> None:
    page = visit.page()
    page.goto("/lacak/")
    page.evaluate(AXE.read_text())
    page.evaluate("document.querySelector('label').remove()")
    assert any(violation.startswith("label:") for violation in page.evaluate(RUN))
    page.evaluate("document.querySelector('h1').style.color = '#ccc'")
    assert any(violation.startswith("color-contrast:") for violation in page.evaluate(RUN, COLOURS))
    page.evaluate("document.querySelector('h1').style.width = '5000px'")
    assert page.evaluate(EDGE) > 0
