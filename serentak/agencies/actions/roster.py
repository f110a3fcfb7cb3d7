"""A whole sheet of people and posts, at once: accounts, posts and holdings in one transaction, or none.

One sheet at a time: the plan is made again behind the lock, from what stands then, so that what another
import has just made is not made twice. The database decides about every row as it does for the forms.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from serentak.agencies import queries, roster, rules
from serentak.agencies.actions.act import Change, new, perform, refuse_barred
from serentak.agencies.actions.holdings import row_of_holding
from serentak.agencies.models import Holding, Post
from serentak.agencies.roster import Line, Plan
from serentak.agencies.rules import Actor
from serentak.agencies.standing import standing
from serentak.lib.refusal import OPEN_AGAIN, Refusal
from serentak.people.actions import starts


def take_in(
    *, lines: Sequence[Line], looked_at: str, by: Actor, area: frozenset[int], at: datetime, key: UUID
) -> tuple[Plan, dict[str, str]]:
    """Makes what the lines say and do not find: what was made, and the start codes of new people by username.

    `looked_at` is the digest of the plan that was shown; when another would be carried out now, Refusal
    `stale` (409)."""
    usernames = {line["username"].lower() for line in lines}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('serentak import'))")
        plan = roster.plan(lines, standing(by, area, queries.register(), usernames, at=at))
        if plan.wrong or plan.digest != looked_at:
            raise _changed()
        codes = _write(plan, by=by, at=at, key=key)
    return plan, codes


def _write(plan: Plan, *, by: Actor, at: datetime, key: UUID) -> dict[str, str]:
    assert by.person is not None and by.holding is not None
    invited_by = None if by.role == rules.ADMINISTRATOR else by.holding.organisation
    made = starts.invite_all(names=plan.persons, invited_by=invited_by, by=by.person, at=at)
    numbers = {username: person for username, (person, _) in made.items()}
    for act, rows in (("open_post", plan.posts), ("appoint", plan.holdings)):
        if rows:
            refuse_barred(by.holding, f"agencies.{act}")
    changes = [*_posts(plan), *_holdings(plan, numbers)]
    if changes:
        perform("import", changes, by=by, at=at, key=key, law=None)
    return {username: code for username, (_, code) in made.items()}


def _posts(plan: Plan) -> list[Change]:
    return [
        new(
            Post,
            {
                "organisation": post.body,
                "title": post.title,
                "role": post.role,
                "valid_from": post.since.isoformat(),
                "valid_until": None,
            },
        )
        for post in plan.posts
    ]


def _holdings(plan: Plan, numbers: dict[str, int]) -> list[Change]:
    """Each names its post by number, or as the act's n-th row, counted from one."""
    found = []
    for one in plan.holdings:
        person = one.person if isinstance(one.person, int) else numbers[one.person]
        row = row_of_holding(person, one.post or 0, one.since, one.terms)
        opened = {} if one.opened is None else {"post": {"row": one.opened + 1}}
        found.append(new(Holding, row | opened))
    return found


def _changed() -> Refusal:
    text = {
        "id": "Daftar jabatan berubah sejak berkas ini diperiksa. Belum ada yang dicatat.",
        "en": "The list of posts changed since this file was checked. Nothing was recorded.",
    }
    return Refusal("stale", text, remedy=OPEN_AGAIN, status=409)
