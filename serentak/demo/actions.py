"""Builds the demonstration: accounts, posts and stories, each act done as a person would do it.

Only for a database marked a demonstration, with the installing login. Accounts are one transaction, stories
another: each is there or is not. Nothing here reaches behind the actions of the rooms.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.db import transaction
from PIL import Image, ImageDraw

from serentak.agencies import actions as agencies
from serentak.agencies import queries
from serentak.agencies.rules import DEFINITIVE, PUBLIC, Actor
from serentak.demo.rules import (
    ADMINISTRATOR,
    DEPUTY,
    OPENED,
    RESIDENTS,
    SEATS,
    STORIES,
    WEEK,
    Seat,
    Step,
    Story,
    moment,
    terms,
)
from serentak.law import queries as law
from serentak.lib.clock import local_day
from serentak.lib.ids import uuid7
from serentak.people import queries as accounts
from serentak.people.actions.accounts import open_account
from serentak.people.actions.sessions import open_session, sign_out
from serentak.people.rules import DEMO_PASSWORD
from serentak.records import actions as records
from serentak.records.files import Upload
from serentak.records.queries.visible import visible

ORGANISATIONS = ("target", "agency")
DAYS = ("by_when", "deadline")


def install(*, at: datetime) -> bool:
    """Accounts, posts and stories, unless they are there; says whether it told the stories."""
    cast(at=at)
    pool = f"q:{queries.organisation_by_code('kominfo')}:verifier"
    if visible(Actor("session", scopes=(pool,))).exists():
        return False
    with transaction.atomic():
        secrets, actors = _signed_in(at)
        for story in STORIES:
            tell(story, actors, at=at)
        for secret in secrets:
            sign_out(secret)
    return True


def cast(*, at: datetime) -> bool:
    """Opens the accounts, posts and holdings, unless they are there; says whether it did.

    The installer makes the administrator, who makes the rest; a head gives one act to a deputy."""
    if accounts.person_named(ADMINISTRATOR.username) is not None:
        return False
    with transaction.atomic():
        agencies.first_administrator(
            username=ADMINISTRATOR.username,
            name=ADMINISTRATOR.name,
            password=DEMO_PASSWORD,
            organisation=queries.organisation_by_code(ADMINISTRATOR.organisation),
            at=OPENED,
        )
        secret = _session(ADMINISTRATOR.username, at)
        by, _ = queries.actor_of(secret, None, at)
        for seat in SEATS:
            _sit(seat, accounts.person_named(seat.username) or _account(seat), by, at)
        for one in RESIDENTS:
            open_account(
                username=one.username,
                name=one.name,
                password=DEMO_PASSWORD,
                at=OPENED,
                citizen=True,
                proved=True,
            )
        sign_out(secret)
        _delegate(at)
    return True


def _account(seat: Seat) -> int:
    return open_account(username=seat.username, name=seat.name, password=DEMO_PASSWORD, at=OPENED)


def _sit(seat: Seat, person: int, by: Actor, at: datetime) -> None:
    post = agencies.open_post(
        organisation=queries.organisation_by_code(seat.organisation),
        title=seat.title,
        role=seat.role,
        since=local_day(OPENED),
        by=by,
        at=OPENED,
        key=uuid7(),
    )
    agencies.appoint(
        person=person,
        post=post,
        since=OPENED if seat.kind == DEFINITIVE else at - WEEK,
        terms=terms(seat.kind, at=at, district=seat.district),
        by=by,
        at=OPENED,
        key=uuid7(),
    )


def _delegate(at: datetime) -> None:
    """The head of Public Works gives the deputy what DEPUTY says."""
    head = next(
        seat for seat in SEATS if (seat.organisation, seat.role) == (DEPUTY.organisation, DEPUTY.role)
    )
    secret = _session(head.username, at)
    by, _ = queries.actor_of(secret, None, at)
    person = accounts.person_named(DEPUTY.username)
    assert person is not None, DEPUTY.username
    given = terms(DEPUTY.kind, at=at)
    agencies.delegate(person=person, since=at - WEEK, terms=given, by=by, at=at, key=uuid7())
    sign_out(secret)


def _session(username: str, at: datetime) -> bytes:
    person = accounts.person_named(username)
    assert person is not None, username
    return open_session(person=person, method="password", at=at)


def _signed_in(at: datetime) -> tuple[list[bytes], dict[str, Actor]]:
    """A session for each account, and who acts from each seat and each account without one."""
    secrets = {username: _session(username, at) for username in {seat.username for seat in SEATS}}
    actors = {}
    for seat in (*SEATS, DEPUTY):
        secret, body = secrets[seat.username], queries.organisation_by_code(seat.organisation)
        _, held = queries.actor_of(secret, None, at)
        (post,) = (post.id for post in held if (post.role, post.organisation) == (seat.role, body))
        actors[seat.id] = queries.actor_of(secret, post, at)[0]
    for one in RESIDENTS:
        secrets[one.username] = _session(one.username, at)
        actors[one.id] = queries.actor_of(secrets[one.username], None, at)[0]
    return list(secrets.values()), actors


def tell(story: Story, actors: Mapping[str, Actor], *, at: datetime) -> None:
    """One record through its acts; each rests on the version the one before it made."""
    record, code, calendar = None, "", law.library().calendar
    for version, step in enumerate(story):
        done = records.perform(
            record,
            step.act,
            _data(step, local_day(moment(step, at=at, calendar=calendar))),
            by={**actors, "public": PUBLIC, "slip": Actor("slip", code.encode())}[step.who],
            at=moment(step, at=at, calendar=calendar),
            key=uuid7(),
            type=step.opens if record is None else None,
            version=version or None,
            slip=code if step.act == "link_account" else None,
            files=_files(step),
            confirm=step.confirms,
        )
        record, code = done.subject, done.code or code


def _data(step: Step, on: date) -> dict[str, Any]:
    """The step's answers on a day, with organisations by number instead of code, and days that lie ahead
    written as how many days."""
    named = {
        name: queries.organisation_by_code(step.data[name]) for name in ORGANISATIONS if name in step.data
    }
    ahead = {name: (on + timedelta(step.data[name])).isoformat() for name in DAYS if name in step.data}
    return {**step.data, **{name: str(number) for name, number in named.items()}, **ahead}


def _files(step: Step) -> dict[str, list[Upload]]:
    found = {name: [paper(name)] for name in step.papers}
    if step.photo is not None:
        found["photos" if step.act == "file" else "evidence"] = [photo(step.photo)]
    return found


def paper(caption: str) -> Upload:
    """A page of PDF that says what it stands for."""
    image = Image.new("L", (595, 842), 255)
    ImageDraw.Draw(image).text((60, 60), f"DATA PERAGAAN: {caption}", fill=20)
    stream = BytesIO()
    image.save(stream, "PDF")
    return Upload(f"{caption}.pdf", BytesIO(stream.getvalue()), stream.tell())


def photo(caption: str) -> Upload:
    """A small picture that nobody takes for a photo: a road, a hill, the caption."""
    seed = sum(caption.encode())
    image = Image.new("RGB", (640, 420), (198, 222, 235))
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 230), (120 + seed % 200, 90), (640, 250), (640, 420), (0, 420)], fill=(96, 138, 92))
    draw.polygon([(230, 420), (300, 210), (350, 210), (470, 420)], fill=(92, 92, 96))
    draw.ellipse([(300 + seed % 60, 330), (380 + seed % 60, 366)], fill=(52, 48, 46))
    draw.rectangle([(0, 0), (640, 30)], fill=(255, 255, 255))
    draw.text((10, 8), f"DATA PERAGAAN: {caption}", fill=(20, 20, 20))
    stream = BytesIO()
    image.save(stream, "JPEG", quality=80)
    return Upload(f"{caption}.jpg", BytesIO(stream.getvalue()), stream.tell())
