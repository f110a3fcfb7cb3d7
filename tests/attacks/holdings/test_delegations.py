"""The head delegates his own acts, and nothing more."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from psycopg import errors

from serentak.lib.clock import now, rfc3339
from serentak.lib.ids import uuid7
from tests.attacks.holdings.rows import CONFIRM, REFUSED, RETURN, Stage, about, act, by, ends, holds, post


def test_the_head_gives_and_takes_back(stage: Stage) -> None:
    given = holds(stage.colleague["person"], stage.head["post"], "an")
    (holding,) = by(stage.web, stage.world, "head", given)
    with stage.web.transaction(force_rollback=True):
        stage.confirming(holding, "section_head").run(stage.web)
    by(stage.web, stage.world, "head", ends(stage.web, holding, rfc3339(now())))
    with pytest.raises(errors.InvalidAuthorizationSpecification):
        stage.confirming(holding, "section_head").run(stage.web)


@pytest.mark.parametrize("limits", [{"barred_acts": ["complaint.give_back"]}, {"only_acts": [CONFIRM]}])
def test_a_proposal_is_confirmed_within_the_holding_only(stage: Stage, limits: dict[str, Any]) -> None:
    told = {"secret": stage.world.secret["other_officer"]}
    with stage.web.transaction(force_rollback=True):
        whole = stage.appointed("plt", "stranger")
        replace(stage.world.settling(), holding=whole, **told).run(stage.web)
    part = stage.appointed("plt", "stranger", **limits)
    with pytest.raises(REFUSED, match="this holding bars the act"):
        replace(stage.world.settling(), holding=part, **told).run(stage.web)


FURTHER: dict[str, dict[str, Any]] = {
    "an acting head": {"kind": "plh"},
    "a definitive head": {"kind": "definitive"},
    "to a person of another agency": {"person": "stranger"},
    "to the head": {"person": "head"},
    "another post of the body": {"post": "officer"},
    "a post of another body": {"post": "stranger"},
}


@pytest.mark.parametrize("name", FURTHER)
def test_the_head_gives_no_more_than_that(stage: Stage, name: str) -> None:
    change = FURTHER[name]
    person = getattr(stage, change.get("person", "officer"))["person"]
    at = getattr(stage, change.get("post", "head"))["post"]
    with pytest.raises(REFUSED, match="does not change that row"):
        by(stage.web, stage.world, "head", holds(person, at, change.get("kind", "an")))


@pytest.mark.parametrize("who", ["officer", "verifier", "other_head", "inspector"])
def test_nobody_else_gives_the_heads_acts(stage: Stage, who: str) -> None:
    with pytest.raises(REFUSED):
        by(stage.web, stage.world, who, holds(stage.officer["person"], stage.head["post"], "an"))


def test_an_officer_gives_nothing_of_a_post_that_several_hold(stage: Stage) -> None:
    with pytest.raises(REFUSED):
        by(stage.web, stage.world, "officer", holds(stage.head["person"], stage.officer["post"], "an"))


def test_an_acting_head_gives_what_he_has_for_as_long_as_he_has_it(stage: Stage) -> None:
    secret = stage.world.secret["other_officer"]
    holding = stage.appointed("plh", "stranger", barred_acts=[CONFIRM])
    given = {"person": stage.officer["person"], "post": stage.head["post"], "kind": "an"}
    act(stage.web, secret, holding, holds(**given, only_acts=[RETURN]))
    later = rfc3339(now() + timedelta(days=21))
    for row in (
        {"only_acts": [CONFIRM]},
        {"only_acts": [RETURN, CONFIRM]},
        {"only_acts": [RETURN], "valid_until": later},
    ):
        with pytest.raises(REFUSED), stage.web.transaction():
            act(stage.web, secret, holding, holds(**given, **row))


def test_whoever_acts_on_anothers_behalf_changes_no_post(stage: Stage) -> None:
    own = stage.appointed("an")
    with pytest.raises(REFUSED), stage.web.transaction():
        act(
            stage.web,
            stage.world.secret["officer"],
            own,
            holds(stage.stranger["person"], stage.head["post"], "an"),
        )
    with pytest.raises(REFUSED), stage.web.transaction():
        act(stage.web, stage.world.secret["officer"], own, ends(stage.web, own, rfc3339(now())))
    administrator = about(stage.web, stage.world.holding["administrator"])["post"]
    (behalf,) = by(
        stage.web, stage.world, "administrator", holds(stage.officer["person"], administrator, "an")
    )
    with pytest.raises(REFUSED), stage.web.transaction():
        act(stage.web, stage.world.secret["officer"], behalf, post(stage.head["agency"], "officer"))


@pytest.mark.parametrize("who", ["officer", "other_officer", "administrator"])
def test_the_head_ends_no_holding_but_delegations_of_the_own_post(stage: Stage, who: str) -> None:
    with pytest.raises(REFUSED):
        by(stage.web, stage.world, "head", ends(stage.web, stage.world.holding[who], rfc3339(now())))


def test_the_head_opens_no_post_and_edits_no_list(stage: Stage) -> None:
    organisation = {"table": "agencies_succession", "subject": str(uuid7()), "version": 1,
                    "row": {"predecessor": 1, "successor": stage.head["agency"], "record_type": None}}  # fmt: skip
    for row in (post(stage.head["agency"], "officer"), organisation):
        with pytest.raises(REFUSED), stage.web.transaction():
            by(stage.web, stage.world, "head", row)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("agencies_role", {"role": "emperor", "single": False}),
        ("agencies_holding_kind", {"kind": "ghost", "prefix": None, "longest_days": None, "barred_acts": []}),
    ],
)
@pytest.mark.parametrize("who", ["administrator", "head"])
def test_what_comes_from_the_content_is_the_installers(
    stage: Stage, who: str, table: str, row: dict[str, Any]
) -> None:
    with pytest.raises(REFUSED):
        by(stage.web, stage.world, who, {"table": table, "subject": str(uuid7()), "version": 1, "row": row})
