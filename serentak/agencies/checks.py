"""The room's invariants on a live province: what the database's constraints cannot say alone.

That rows equal the fold of their entries is `serentak ledger verify --tables`. Problems are sentences that
name the row and what to do.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from serentak.agencies import queries, rules
from serentak.agencies.register import Register
from serentak.agencies.reorganisation import FIRST_BY_ACT
from serentak.law import queries as law
from serentak.lib.clock import local_day, now

_LOST = {
    "holding {0} is in a post that does not exist": """
SELECT h.id FROM agencies_holding h LEFT JOIN agencies_post p ON p.id = h.post WHERE p.id IS NULL""",
    "holding {0} is of a person who has no account": """
SELECT h.id FROM agencies_holding h LEFT JOIN people_person u ON u.id = h.person
WHERE h.person IS NOT NULL AND u.id IS NULL""",
    "post {0} is in a body that does not exist": """
SELECT p.id FROM agencies_post p LEFT JOIN agencies_organisation o ON o.id = p.organisation
WHERE o.id IS NULL""",
    "person {1} holds post {0} twice at once; end one of the holdings": """
SELECT DISTINCT a.post, a.person FROM agencies_holding a JOIN agencies_holding b
  ON b.post = a.post AND b.person = a.person AND b.id > a.id AND 'an' NOT IN (a.kind, b.kind)
 AND tstzrange(a.valid_from, a.valid_until) && tstzrange(b.valid_from, b.valid_until)""",
    "post {0} has two holders of kind {1} at once; end one of the holdings": """
SELECT DISTINCT a.post, a.kind FROM agencies_holding a JOIN agencies_post p ON p.id = a.post
JOIN agencies_role r ON r.role = p.role AND r.single JOIN agencies_holding b
  ON b.post = a.post AND b.kind = a.kind AND b.person <> a.person AND b.id > a.id AND a.kind <> 'an'
 AND tstzrange(a.valid_from, a.valid_until) && tstzrange(b.valid_from, b.valid_until)""",
    "person {1} acts for post {0} but holds none in that body any more; end the delegation": """
SELECT a.post_id, a.person FROM agencies_in_force a
WHERE a.kind = 'an' AND NOT EXISTS (
  SELECT 1 FROM agencies_in_force b WHERE b.person = a.person AND b.agency = a.agency AND b.kind <> 'an')""",
}


def problems(at: datetime | None = None) -> Iterator[str]:
    """A sentence for each thing that is not as it must be at this moment (None: now)."""
    register = queries.register()
    yield from _lost()
    yield from _successions(register)
    yield from _content(register)
    if not queries.holders_of_role(rules.ADMINISTRATOR, at=at or now()):
        yield "nobody is administrator: run `serentak administrator`"


def _lost() -> Iterator[str]:
    with connection.cursor() as cursor:
        for sentence, statement in _LOST.items():
            cursor.execute(statement)
            yield from (sentence.format(*row) for row in cursor.fetchall())


def _successions(register: Register) -> Iterator[str]:
    """Successors exist when the predecessor ends, and nobody succeeds himself."""
    ring = rules.cycle(register.successions)
    if ring:
        yield f"bodies {', '.join(map(str, ring))} succeed each other in a ring"
    for link in register.successions:
        before, after = register.bodies[link.predecessor], register.bodies[link.successor]
        if before.valid_until is not None and after.valid_from > before.valid_until:
            yield f"body {after.id} took over from {before.id} but began only on {after.valid_from}"


def _content(register: Register) -> Iterator[str]:
    """Roles of posts and bodies of the register are those of the content."""
    library = law.library()
    listed = {row["id"] for row in library.organisations}
    ours = {body for body in register.bodies if body < FIRST_BY_ACT}
    yield from (f"body {body} is no longer in content/agencies" for body in ours - listed)
    yield from (f"body {body} is not installed: start again" for body in listed - register.bodies.keys())
    for role in queries.roles_in_use() - library.roles.keys():
        yield f"posts have the role {role}, which content/roles does not know"
    for post in queries.open_posts(on=local_day(now())):
        if post.role in library.roles and not queries.stands(post.role, post.organisation, register):
            where = f"which does not stand in body {post.organisation}: close it"
            yield f"post {post.id} has the role {post.role}, {where}"
    for kind in queries.kinds_in_use() - library.holding_kinds.keys():
        yield f"posts are held as {kind}, which content/holdings does not know"
