"""Administrators: of one agency, of all, acting; and what stands where."""

from typing import Any

import pytest
from psycopg import errors

from serentak.agencies.queries import organisation_by_code
from serentak.lib.clock import now, rfc3339
from serentak.lib.ids import uuid7
from tests.attacks.holdings.rows import REFUSED, SOON, Stage, Web, about, act, by, ends, holds, post
from tests.attacks.world import World


@pytest.fixture
def own(stage: Stage) -> tuple[bytes, int]:
    """The officer of the other agency, made its own administrator: secret and holding."""
    (made,) = by(
        stage.web, stage.world, "administrator", post(stage.stranger["agency"], "unit_administrator")
    )
    row = holds(stage.stranger["person"], made, "definitive", valid_until=None)
    (holding,) = by(stage.web, stage.world, "administrator", row)
    return stage.world.secret["other_officer"], holding


def test_an_agencys_own_administrator_appoints_in_it(stage: Stage, own: tuple[bytes, int]) -> None:
    (made,) = act(stage.web, *own, post(stage.stranger["agency"], "head"))
    (holding,) = act(stage.web, *own, holds(stage.head["person"], made, "plt"))
    (nobody,) = stage.web.execute(
        "INSERT INTO public.people_person (username, name, email, password, is_active, opened)"
        " VALUES ('warga.lain', 'X', '', '!', true, now()) RETURNING id"
    ).fetchone() or (0,)
    with pytest.raises(REFUSED, match="does not change that row"), stage.web.transaction():
        act(stage.web, *own, holds(nobody, made, "plh"))
    act(stage.web, *own, ends(stage.web, holding, rfc3339(now())))


def test_an_agencys_own_administrator_goes_no_further(stage: Stage, own: tuple[bytes, int]) -> None:
    body, elsewhere = stage.stranger["agency"], stage.head["agency"]
    administrator = about(stage.web, stage.world.holding["administrator"])["post"]
    moved = stage.web.execute(
        "SELECT subject, version, to_jsonb(p) - ARRAY['subject', 'version', 'entry'] FROM public.agencies_post p WHERE id = %s",
        [stage.stranger["post"]],
    ).fetchone()
    foreign = stage.web.execute(
        "SELECT subject, version, to_jsonb(p) - ARRAY['subject', 'version', 'entry'] FROM public.agencies_post p WHERE id = %s",
        [stage.head["post"]],
    ).fetchone()
    assert moved is not None and foreign is not None

    def changed(found: Any, **row: Any) -> dict[str, Any]:
        return {
            "table": "agencies_post",
            "subject": str(found[0]),
            "version": found[1] + 1,
            "row": {**found[2], **row},
        }

    tries = [
        post(elsewhere, "officer"),
        post(body, "administrator"),
        post(body, "unit_administrator"),
        holds(stage.officer["person"], stage.head["post"]),
        holds(stage.officer["person"], administrator),
        holds(stage.stranger["person"], stage.stranger["post"], "plt"),  # himself
        ends(stage.web, stage.world.holding["head"], rfc3339(now())),
        ends(stage.web, own[1], rfc3339(now())),
        changed(moved, organisation=elsewhere),
        changed(moved, role="administrator"),
        changed(moved, role="verifier"),  # of the post he holds himself
        changed(foreign, organisation=body),
        {"table": "agencies_organisation", "subject": str(uuid7()), "version": 1,
         "row": {"id": 999, "name": "X", "short": "X", "kind": "dinas", "parent": body, "valid_from": "2026-01-01",
                 "valid_until": None, "grade": "confirmed", "source": "x"}},
    ]  # fmt: skip
    for row in tries:
        with pytest.raises(REFUSED, match="does not change that row"), stage.web.transaction():
            act(stage.web, *own, row)


@pytest.mark.parametrize(
    ("body", "role"),
    [("pupr", "administrator"), ("kominfo", "assessor"), ("setda", "governor"), ("setda", "secretary")],
)
def test_a_post_stands_where_its_role_does_and_a_sole_one_stands_once(
    web: Web, world: World, body: str, role: str
) -> None:
    """The last one stands there, but there is one already."""
    with pytest.raises((REFUSED, errors.ExclusionViolation)):
        by(web, world, "administrator", post(organisation_by_code(body), role))


@pytest.mark.parametrize(
    ("body", "role", "district"),
    [("komisi-i", "legislator", None), ("komisi-i", "legislator", "Mamuju'"), ("pupr", "officer", "mamuju")],
)
def test_whoever_was_elected_has_a_district_and_nobody_else(
    web: Web, world: World, body: str, role: str, district: str | None
) -> None:
    (seat,) = by(web, world, "administrator", post(organisation_by_code(body), role))
    row = holds(
        about(web, world.holding["officer"])["person"],
        seat,
        "definitive",
        valid_until=None,
        letter_number=None,
        letter_date=None,
    )
    with pytest.raises(errors.InvalidParameterValue):
        by(web, world, "administrator", row | {"row": row["row"] | {"district": district}})


@pytest.mark.parametrize("kind", ["plt", "plh", "pj"])
def test_an_acting_administrator_changes_no_organisation_post_or_holder(
    web: Web, world: World, kind: str
) -> None:
    """Whatever the act calls itself; but a right is taken back by whoever is there."""
    boss = web.execute("SELECT post_id FROM public.agencies_in_force WHERE role = 'administrator'").fetchone()
    assert boss is not None
    stranger = about(web, world.holding["own_officer"])["person"]
    (acting,) = by(web, world, "administrator", holds(stranger, boss[0], kind))
    body, officer = organisation_by_code("pupr"), about(web, world.holding["officer"])
    moved = holds(officer["person"], officer["post"], "plh")
    secret = world.secret["own_officer"]
    for row in (post(body, "officer"), moved):
        try:
            with web.transaction():
                act(web, secret, acting, row)
        except REFUSED as no:
            assert kind in ("plt", "plh") and "bars agencies." in str(no)
        else:
            assert kind == "pj"
    assert act(web, secret, acting, ends(web, world.holding["officer"], SOON))
