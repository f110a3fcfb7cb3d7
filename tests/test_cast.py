"""The whole cast at every address: who is let in, who is sent to sign in, who learns nothing.

The table names every address of the resolver; one without a line here fails. Each request is rolled back,
so that none prepares the ground for the next.
"""

from collections.abc import Iterator

from django.http.response import HttpResponseBase
from django.test import Client

from tests.addresses import routes
from tests.callers import World, asked, world

__all__ = ["world"]

# stranger, citizen with the slip, account without post, verifier, officer and head of the agency that has the
# case, officer of another agency, verifier of the inspectorate, administrator, the other agency's own administrator
WHO = "stranger citizen account verifier officer head other inspector administrator manager".split()
GET = """
portal-home        200 200 200 200 200 200 200 200 200 200
cases-services     200 200 200 200 200 200 200 200 200 200
cases-villages     200 200 200 200 200 200 200 200 200 200
cases-service      200 200 200 200 200 200 200 200 200 200
cases-file         200 200 200 200 200 200 200 200 200 200
cases-alike        200 200 200 200 200 200 200 200 200 200
cases-slip         302 200 302 302 302 302 302 302 302 302
cases-slip-image   302 200 302 302 302 302 302 302 302 302
cases-enter        401 401 403 200 403 403 403 200 403 403
cases-slip-desk    302 302 302 302 302 302 302 302 302 302
cases-slip-desk-image 302 302 302 302 302 302 302 302 302 302
cases-lost         401 401 403 200 200 200 200 200 403 403
privacy            200 200 200 200 200 200 200 200 200 200
cases-track        200 200 200 200 200 200 200 200 200 200
cases-answer       405 405 405 405 405 405 405 405 405 405
cases-leave        405 405 405 405 405 405 405 405 405 405
cases-survey       303 403 303 303 303 303 303 303 303 303
own-survey         302 302 404 404 404 404 404 404 404 404
satisfaction       200 200 200 200 200 200 200 200 200 200
sign_in            200 200 200 200 200 200 200 200 200 200
start              200 200 200 200 200 200 200 200 200 200
forgotten          200 200 200 200 200 200 200 200 200 200
client-keys        404 404 404 404 404 404 404 404 404 404
sign_out           405 405 405 405 405 405 405 405 405 405
sign_in-code       302 302 302 302 302 302 302 302 302 302
sign_in-passkey    200 200 200 200 200 200 200 200 200 200
sign_in-identity   404 404 404 404 404 404 404 404 404 404
sign_in-identity-back 404 404 404 404 404 404 404 404 404 404
account-identity   302 302 404 404 404 404 404 404 404 404
account-identity-new 302 302 404 404 404 404 404 404 404 404
account-passkeys   302 302 200 200 200 200 200 200 200 200
account-passkey-new 302 302 200 200 200 200 200 200 200 200
account            302 302 200 200 200 200 200 200 200 200
account-password   302 302 200 200 200 200 200 200 200 200
account-new        200 200 200 200 200 200 200 200 200 200
account-new-passkey 405 405 405 405 405 405 405 405 405 405
account-recovery   302 302 200 200 200 200 200 200 200 200
account-address    302 302 403 403 403 403 403 403 403 403
account-close      302 302 200 403 403 403 403 403 403 403
own-reports        302 302 200 200 200 200 200 200 200 200
own-report         302 302 404 404 404 404 404 404 404 404
own-link           302 302 200 200 200 200 200 200 200 200
account-code       302 302 200 200 200 200 200 200 200 200
account-sessions   405 405 405 405 405 405 405 405 405 405
desk-inbox         302 302 302 200 200 200 200 200 302 302
desk-search        302 302 403 200 200 200 200 200 200 200
desk-export        302 302 403 200 200 200 200 200 200 200
desk-bulk          302 302 403 200 200 200 200 200 200 200
desk-confirm       302 302 403 200 200 200 200 200 200 200
desk-templates     302 302 403 200 200 200 200 200 200 200
desk-aside         302 302 403 200 200 200 200 200 200 200
desk-import        302 302 403 200 403 403 403 200 403 403
desk-accesses      302 302 403 403 403 403 403 403 403 403
record             302 302 404 200 200 200 404 404 404 404
letter             404 404 404 404 404 404 404 404 404 404
figures            200 200 200 200 200 200 200 200 200 200
figures-csv        200 200 200 200 200 200 200 200 200 200
file               404 200 404 200 200 200 404 404 404 404
api                200 200 200 200 200 200 200 200 200 200
api-document       200 200 200 200 200 200 200 200 200 200
api-file           401 401 401 401 401 401 401 401 401 401
api-records        401 401 401 401 401 401 401 401 401 401
api-record         401 401 401 401 401 401 401 401 401 401
api-act            405 405 405 405 405 405 405 405 405 405
bodies             200 200 200 200 200 200 200 200 200 200
bodies-change      200 200 200 200 200 200 200 200 200 200
scored-units       200 200 200 200 200 200 200 200 200 200
roles              200 200 200 200 200 200 200 200 200 200
body               200 200 200 200 200 200 200 200 200 200
manage             302 302 403 403 403 403 403 403 200 200
manage-bodies      302 302 403 403 403 403 403 403 200 200
manage-changes     302 302 403 403 403 403 403 403 200 403
manage-change-new  302 302 403 403 403 403 403 403 200 403
manage-change-withdraw 405 405 405 405 405 405 405 405 405 405
manage-body        302 302 403 403 403 403 403 403 200 200
manage-post-new    302 302 403 403 403 403 403 403 200 200
manage-post        302 302 403 403 403 403 403 403 200 200
manage-appoint     302 302 403 403 403 403 403 403 200 200
manage-post-close  302 302 403 403 403 403 403 403 200 200
manage-holding-end 302 302 403 403 403 403 403 403 200 200
manage-systems     302 302 403 403 403 403 403 403 200 200
manage-key-new     302 302 403 403 403 403 403 403 200 200
manage-hooks       302 302 403 403 403 403 403 403 200 200
manage-import      302 302 403 403 403 403 403 403 200 200
manage-list        302 302 403 403 403 403 403 403 200 200
manage-persons     302 302 403 403 403 403 403 403 200 200
manage-invite      302 302 403 403 403 403 403 403 200 200
manage-person      302 302 403 403 403 403 403 403 200 200
manage-announcements 302 302 403 403 403 403 403 403 200 200
manage-jobs        302 302 403 403 403 403 403 403 200 403
manage-mail        302 302 403 403 403 403 403 403 200 403
manage-storage     302 302 403 403 403 403 403 403 200 403
ledger-log         200 200 200 200 200 200 200 200 200 200
ledger-checkpoint  200 200 200 200 200 200 200 200 200 200
ledger-key         200 200 200 200 200 200 200 200 200 200
ledger-program     200 200 200 200 200 200 200 200 200 200
ledger-entries     200 200 200 200 200 200 200 200 200 200
ledger-tile        200 200 200 200 200 200 200 200 200 200
law-index          200 200 200 200 200 200 200 200 200 200
law-values         200 200 200 200 200 200 200 200 200 200
law-pack           200 200 200 200 200 200 200 200 200 200
language           405 405 405 405 405 405 405 405 405 405
health             200 200 200 200 200 200 200 200 200 200
service-worker     200 200 200 200 200 200 200 200 200 200
"""
# what is sent stands in `FORMS`; an address that is not here takes no POST
POST = """
cases-file         303 303 303 303 303 303 303 303 303 303
cases-enter        401 401 403 303 403 403 403 303 403 403
cases-lost         401 401 403 200 200 200 200 200 403 403
cases-track        303 303 303 303 303 303 303 303 303 303
cases-answer       401 303 401 401 401 401 401 401 401 401
cases-leave        303 303 303 303 303 303 303 303 303 303
cases-survey       303 403 303 303 303 303 303 303 303 303
own-survey         302 302 404 404 404 404 404 404 404 404
sign_in            302 302 302 302 302 302 302 302 302 302
forgotten          200 200 200 200 200 200 200 200 200 200
start              403 403 403 403 403 403 403 403 403 403
sign_out           302 302 302 302 302 302 302 302 302 302
account-new        200 200 200 200 200 200 200 200 200 200
account-new-passkey 200 200 200 200 200 200 200 200 200 200
account-recovery   302 302 403 200 200 200 200 200 200 200
account-address    302 302 403 403 403 403 403 403 403 403
account-close      302 302 403 403 403 403 403 403 403 403
own-report         302 302 404 404 404 404 404 404 404 404
own-link           302 302 409 409 409 409 409 409 409 409
account-password   302 302 403 400 400 400 400 400 400 400
sign_in-code       302 302 302 302 302 302 302 302 302 302
sign_in-passkey    403 403 403 403 403 403 403 403 403 403
account-identity   302 302 404 404 404 404 404 404 404 404
account-passkeys   302 302 403 302 302 302 302 302 302 302
account-code       302 302 403 200 200 200 200 200 200 200
account-sessions   302 302 302 302 302 302 302 302 302 302
letter             404 404 404 404 404 404 404 404 404 404
record             302 302 404 403 303 403 404 404 404 404
desk-templates     302 302 403 303 303 303 303 303 403 403
desk-bulk          302 302 403 200 200 200 200 200 200 200
api-records        401 401 401 401 401 401 401 401 401 401
api-act            401 401 401 401 401 401 401 401 401 401
desk-confirm       302 302 403 200 200 200 200 200 200 200
desk-aside         302 302 403 200 200 200 200 200 200 200
desk-import        302 302 403 200 403 403 403 200 403 403
manage-change-new  302 302 403 403 403 403 403 403 200 403
manage-change-withdraw 302 302 403 403 403 403 403 403 404 403
manage-post-new    302 302 403 403 403 403 403 403 303 303
manage-appoint     302 302 403 403 403 403 403 403 303 303
manage-post-close  302 302 403 403 403 403 403 403 303 303
manage-holding-end 302 302 403 403 403 403 403 403 303 303
manage-systems     302 302 403 403 403 403 403 403 303 303
manage-key-new     302 302 403 403 403 403 403 403 200 200
manage-hooks       302 302 403 403 403 403 403 403 303 303
manage-import      302 302 403 403 403 403 403 403 200 200
manage-invite      302 302 403 403 403 403 403 403 200 200
manage-person      302 302 403 403 403 403 403 403 303 303
manage-announcements 302 302 403 403 403 403 403 403 303 303
manage-jobs        302 302 403 403 403 403 403 403 303 403
manage-mail        302 302 403 403 403 403 403 403 409 403
language           302 302 302 302 302 302 302 302 302 302
"""
# whoever sits in a further post is let in where the member named is, but for these
NO_LOST = {"GET cases-lost": 403, "POST cases-lost": 403}
"""What those are refused who always know the applicant of no record type."""
NO_WORDS = {"POST desk-templates": 403}
"""What those are refused who handle no complaint."""
LIKE = {
    "front_desk": (
        "other",
        {
            **NO_WORDS,
            **NO_LOST,
            "GET cases-enter": 200,
            "POST cases-enter": 303,
            "GET desk-import": 200,
            "POST desk-import": 200,
        },
    ),
    "information_officer": ("other", NO_WORDS),
    "coordinator": (
        "other",
        {**NO_WORDS, **NO_LOST, "GET manage-announcements": 200, "POST manage-announcements": 303},
    ),
    "programmer": (
        "other",
        {
            **NO_WORDS,
            **NO_LOST,
            "GET manage-systems": 200,
            "GET manage-key-new": 200,
            "GET manage-hooks": 403,
            "POST manage-hooks": 403,
            "POST manage-systems": 403,
            "POST manage-key-new": 403,
        },
    ),
    "assessor": ("other", {**NO_WORDS, **NO_LOST}),
    "auditor": ("other", {**NO_WORDS, **NO_LOST, "GET desk-accesses": 200}),
    "secretary": ("other", NO_WORDS),
    "governor": ("other", {**NO_WORDS, **NO_LOST}),
    "council_secretariat": ("other", {**NO_WORDS, **NO_LOST}),
    "legislator": ("other", {**NO_WORDS, **NO_LOST}),
    "other_legislator": ("other", {**NO_WORDS, **NO_LOST}),
}
# pages and papers that carry no frame of ours: files for programs, an answer without a page
BARE = {
    "cases-villages", "cases-alike", "cases-slip-image", "cases-slip-desk-image", "file", "ledger-checkpoint", "ledger-key",
    "ledger-program", "ledger-entries", "ledger-tile", "health", "manage-list", "desk-export", "service-worker", "figures-csv",
    "api-document", "api-file", "api-records", "api-record", "api-act",
}  # fmt: skip


def table(text: str) -> dict[str, dict[str, int]]:
    """Status by address and member."""
    rows = [line.split() for line in text.strip().splitlines()]
    return {name: dict(zip(WHO, map(int, statuses), strict=True)) for name, *statuses in rows}


def test_the_table_names_every_address() -> None:
    assert set(table(GET)) == set(routes())
    assert set(table(POST)) < set(routes())


def test_who_is_let_in(world: World) -> None:
    wrong = [
        f"{method} {name} by {who}: {found}, not {wanted}"
        for method, rows in (("GET", table(GET)), ("POST", table(POST)))
        for name, statuses in rows.items()
        for who, wanted in statuses.items()
        if (found := asked(world, method, name, who).status_code) != wanted
    ]
    assert wrong == []


def test_further_posts_are_let_in_where_one_of_the_cast_is(world: World) -> None:
    wrong = [
        f"{method} {name} by {who}: {found}, not {wanted}"
        for who, (other, but) in LIKE.items()
        for method, rows in (("GET", table(GET)), ("POST", table(POST)))
        for name, statuses in rows.items()
        if (found := asked(world, method, name, who).status_code)
        != (wanted := but.get(f"{method} {name}", statuses[other]))
    ]
    assert wrong == []


def test_an_address_without_forms_takes_none(world: World) -> None:
    refused = {
        name: asked(world, "POST", name, "verifier").status_code for name in set(routes()) - set(table(POST))
    }
    assert set(refused.values()) == {405}, refused


def test_a_form_without_our_token_is_refused_everywhere(world: World) -> None:
    for who in ("stranger", "citizen", "officer", "verifier"):
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = world.browsers[who].cookies
        found = {
            name: browser.post(world.address(name, who), world.form(name, who)).status_code
            for name in table(POST)
            if not name.startswith("api-")  # no cookie proves anything there
        }
        assert set(found.values()) == {403}, (who, found)


def test_every_page_says_that_it_is_a_demonstration_and_fences_itself_in(world: World) -> None:
    fences = {
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    }  # fmt: skip
    for name, who, answer in answers(world):
        for header, value in fences.items():
            assert answer.headers.get(header) == value, (name, who, header)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe-eval" not in policy, (name, who, policy)
        assert name == "file" or "unsafe-inline" not in policy, (name, who, policy)
        assert "geolocation=(self)" in answer.headers["Permissions-Policy"], (name, who)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html") and name not in BARE
        if is_page and answer.status_code not in (302, 303, 405):
            assert "DATA PERAGAAN" in answer.content.decode(), (name, who)  # type: ignore[attr-defined]


def test_nothing_of_a_person_is_kept_by_caches(world: World) -> None:
    for name in (
        "record",
        "desk-inbox",
        "desk-search",
        "desk-export",
        "desk-confirm",
        "desk-aside",
        "cases-track",
        "cases-slip",
        "file",
        "cases-enter",
        "sign_in",
        "account",
        "own-reports",
        "own-link",
    ):
        for who in ("citizen", "verifier"):
            answer = asked(world, "GET", name, who)
            assert "no-store" in answer.headers.get("Cache-Control", "") or answer.status_code == 302, (
                name,
                who,
            )


def answers(world: World) -> Iterator[tuple[str, str, HttpResponseBase]]:
    """Every address as asked for by a stranger, the citizen and two posts."""
    for name in routes():
        for who in ("stranger", "citizen", "officer", "verifier"):
            yield name, who, asked(world, "GET", name, who)
