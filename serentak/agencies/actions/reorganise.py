"""A reorganisation: one act of bodies, successions, posts and holdings, prepared before its day.

Nothing happens on the day itself: every row has its dates, and what an act of then may do follows from them.
"""

import hashlib
import hmac
import json
from dataclasses import asdict
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from serentak.agencies import prepared, queries, reorganisation
from serentak.agencies.actions.act import Change, ending, invalid, law_of, new, perform, stored
from serentak.agencies.models import Holding, Organisation, Post, Succession
from serentak.agencies.reorganisation import NewBody, Reorganisation, Takeover
from serentak.agencies.rules import ADMINISTRATOR, Actor
from serentak.law import queries as law
from serentak.lib.clock import WITA, local_day, rfc3339
from serentak.lib.refusal import Refusal


def reorganise(*, plan: Reorganisation, by: Actor, at: datetime, key: UUID) -> list[int]:
    """Founds, merges, splits, renames or moves bodies from a day on; returns the successors' numbers, in the
    order of the takeovers.

    Posts end with their body and their holdings with them; those a takeover names go on in the successor,
    with their holders, from the same midnight. For administrators. A Refusal names each field (of
    Reorganisation) that is wrong, or the body that does not exist."""
    subjects = [_subject(plan, key, n) for n in range(len(plan.takeovers))]
    done = dict(Succession.objects.filter(subject__in=subjects).values_list("subject", "successor"))
    if done:
        return [done[subject] for subject in subjects]
    register = queries.register()
    for body in plan.predecessors:
        register.body(body)
    types, today = law.library().record_types, local_day(at)
    if wrong := reorganisation.wrong_plan(plan, register.bodies, register.successions, types, today):
        raise invalid(wrong)
    ended = reorganisation.ends(plan, register.bodies)
    changes = [new(Organisation, _body(plan, body)) for body in plan.begins]
    rows = {body: {"row": n} for n, body in enumerate(plan.begins, 1)}
    changes += [ending(row, plan.on.isoformat()) for row in Organisation.objects.filter(id__in=ended)]
    links = [_link(plan, taking, rows) for taking in plan.takeovers]
    table = Succession._meta.db_table
    changes += [Change(table, subject, 1, link) for subject, link in zip(subjects, links, strict=True)]
    first = len(changes) - len(links)
    _staff(plan, ended, rows, changes)
    ids = perform(reorganisation.ACT, changes, by=by, at=at, key=key, law=law_of(ADMINISTRATOR))
    return [
        ids[link["successor"]["row"] - 1] if isinstance(link["successor"], dict) else link["successor"]
        for link in (change.row for change in changes[first : first + len(links)])
    ]


def withdraw(*, entry: int, by: Actor, at: datetime, key: UUID) -> None:
    """Takes back what the act of this entry prepared, before its day: bodies that would end stand, those that
    would begin never do. For administrators; a Refusal when a later act builds on it. What became of a post
    or holding since stays as it became."""
    rows = prepared.rows_of(entry)
    if not rows:
        raise Refusal(
            "not_found", {"id": "Tidak ada perubahan itu.", "en": "There is no such change."}, status=404
        )
    bodies = (Organisation._meta.db_table, Succession._meta.db_table)
    changes = [Change(table, subject, version + 1, {}) for table, subject, version, _ in rows]
    since = {subject for _, subject, _, touched in rows if touched}
    taken = [change for change in changes if change.subject not in since]
    if taken and any(change.subject in since and change.table in bodies for change in changes):
        raise Refusal(
            "changed_since",
            {
                "id": "Perubahan lain dibangun di atas yang ini.",
                "en": "Another change builds on this one.",
            },
            remedy={"id": "Tarik dulu yang lebih baru.", "en": "Withdraw the newer one first."},
            status=409,
        )
    # Withdrawn whole already: the database answers a repeated request as before, and any other as too late.
    # Successions first: the day on which each would hold is that of its predecessor's end.
    taken = taken or changes
    taken.sort(key=lambda change: change.table != Succession._meta.db_table)
    perform("withdraw", taken, by=by, at=at, key=key, law=law_of(ADMINISTRATOR))


def _subject(plan: Reorganisation, key: UUID, n: int) -> UUID:
    """The subject of the n-th succession: the same for the same request, which is so known again after it has
    changed what its plan is checked against."""
    asked = json.dumps([asdict(plan), str(key), n], sort_keys=True, default=_plain)
    return UUID(
        bytes=hmac.digest(settings.FILE_KEY, b"reorganise" + asked.encode(), hashlib.sha256)[:16], version=4
    )


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value.isoformat()


def _body(plan: Reorganisation, body: NewBody) -> dict[str, Any]:
    return {
        "name": body.name.strip(),
        "short": body.short.strip(),
        "kind": body.kind,
        "parent": body.parent,
        "valid_from": plan.on.isoformat(),
        "valid_until": None,
        "grade": "confirmed",
        "source": plan.source.strip(),
    }


def _link(plan: Reorganisation, taking: Takeover, rows: dict[NewBody, dict[str, int]]) -> dict[str, Any]:
    after = taking.successor
    return {
        "predecessor": taking.predecessor,
        "successor": rows[after] if isinstance(after, NewBody) else after,
        "record_type": taking.record_type,
        "source": plan.source.strip(),
    }


def _staff(
    plan: Reorganisation,
    ended: tuple[int, ...],
    rows: dict[NewBody, dict[str, int]],
    changes: list[Change],
) -> None:
    """Adds the changes of posts and holdings of the bodies that end."""
    goes = {
        post: _link(plan, taking, rows)["successor"] for taking in plan.takeovers for post in taking.posts
    }
    carried: dict[int, dict[str, int]] = {}
    beyond = Q(valid_until=None) | Q(valid_until__gt=plan.on)
    posts = Post.objects.filter(beyond, organisation__in=ended, valid_from__lt=plan.on).order_by("id")
    for post in posts:
        changes.append(ending(post, plan.on.isoformat()))
        if post.id in goes:
            row = _renewed(post, plan.on.isoformat())
            changes.append(new(Post, row | {"organisation": goes[post.id]}))
            carried[post.id] = {"row": len(changes)}
    midnight = datetime.combine(plan.on, time(), WITA)
    held = Holding.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=midnight), post__in=[p.id for p in posts]
    )
    for holding in held.order_by("id"):
        if holding.valid_from < midnight:
            changes.append(ending(holding, rfc3339(midnight)))
        if holding.post in carried:
            row = _renewed(holding, rfc3339(max(midnight, holding.valid_from)))
            changes.append(new(Holding, row | {"post": carried[holding.post]}))


def _renewed(found: Any, since: str) -> dict[str, Any]:
    """A stored row as it begins again: without its number, from a day or moment on."""
    return {name: value for name, value in stored(found).items() if name != "id"} | {"valid_from": since}
