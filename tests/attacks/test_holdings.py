"""Attacks on acting officials, delegations and an agency's own administrator, past all Python.

The administrator appoints in the attacker's own transaction; then somebody goes further than that holding.
"""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg import errors

from serentak.agencies.queries import organisation_by_code
from serentak.agencies.rules import Held
from serentak.lib.clock import now, rfc3339
from serentak.lib.ids import uuid7
from tests.attacks.world import Call, World

Web = psycopg.Connection[Any]
REFUSED = errors.InsufficientPrivilege
SOON = rfc3339(now() + timedelta(days=20))
CONFIRM, RETURN = "complaint.confirm", "complaint.return"


def act(
    web: Web, secret: bytes, holding: int | None, *rows: dict[str, Any], credential: str = "session"
) -> Any:
    """One act on recorded tables as whoever has the secret; the numbers of its rows."""
    found = web.execute(
        "SELECT ids FROM public.agencies_act(%s::text, %s::bytea, %s::bigint, %s, %s, %s::jsonb, %s::jsonb)",
        [credential, secret, holding, uuid7(), b"m" * 32,
         json.dumps({"act": "try", "law": None, "moment": None}), json.dumps(rows)],
    ).fetchone()  # fmt: skip
    assert found is not None
    return found[0]


def by(web: Web, world: World, who: str, *rows: dict[str, Any]) -> Any:
    return act(web, world.secret[who], world.holding[who], *rows)


def about(web: Web, holding: int) -> dict[str, Any]:
    """Person, post and body of a holding."""
    row = web.execute(
        "SELECT to_jsonb(h) || jsonb_build_object('agency', p.organisation) FROM public.agencies_holding h"
        " JOIN public.agencies_post p ON p.id = h.post WHERE h.id = %s",
        [holding],
    ).fetchone()
    assert row is not None
    return dict(row[0])


def holds(person: int, post: int, kind: str = "plh", **row: Any) -> dict[str, Any]:
    """A new holding with everything its kind needs."""
    whole = {
        "person": person, "post": post, "kind": kind, "valid_from": "2026-11-01T00:00:00Z", "valid_until": SOON,
        "letter_number": "800.1/12/2026", "letter_date": "2026-10-30", "only_acts": None, "barred_acts": None,
    }  # fmt: skip
    if kind == "an":
        whole["only_acts"] = [CONFIRM]
    return {"table": "agencies_holding", "subject": str(uuid7()), "version": 1, "row": {**whole, **row}}


def ends(web: Web, holding: int, until: str) -> dict[str, Any]:
    found = about(web, holding)
    kept = {k: v for k, v in found.items() if k not in ("subject", "version", "entry", "agency")}
    return {
        "table": "agencies_holding",
        "subject": found["subject"],
        "version": found["version"] + 1,
        "row": {**kept, "valid_until": until},
    }


def post(body: int, role: str) -> dict[str, Any]:
    row = {"organisation": body, "title": "X", "role": role, "valid_from": "2026-01-02", "valid_until": None}
    return {"table": "agencies_post", "subject": str(uuid7()), "version": 1, "row": row}


class Stage:
    """The head's post of Public Works, and persons who are put beside it."""

    def __init__(self, web: Web, world: World) -> None:
        self.web, self.world = web, world
        self.head = about(web, world.holding["head"])
        self.officer = about(web, world.holding["officer"])  # of the same body
        self.colleague = about(web, world.holding["section_head"])  # of the same body, prepared nothing
        self.stranger = about(web, world.holding["other_officer"])  # of another

    def appointed(self, kind: str = "plh", person: str = "officer", **row: Any) -> int:
        """The administrator puts somebody in the head's post; the holding's number."""
        whom = getattr(self, person)["person"]
        (made,) = by(self.web, self.world, "administrator", holds(whom, self.head["post"], kind, **row))
        return int(made)

    def confirming(self, holding: int, who: str = "officer") -> Call:
        return replace(self.world.confirming(), secret=self.world.secret[who], holding=holding)


@pytest.fixture
def stage(web: Web, world: World) -> Stage:
    return Stage(web, world)


def test_each_manner_signs_with_its_prefix(stage: Stage) -> None:
    for kind, prefix in (("plt", "Plt."), ("plh", "Plh."), ("pj", "Pj."), ("pjs", "Pjs."), ("an", "a.n.")):
        with stage.web.transaction(force_rollback=True):
            holding = stage.appointed(kind, "stranger")
            entry = stage.confirming(holding, "other_officer").run(stage.web)[2]
            told = stage.web.execute(
                "SELECT convert_from(bytes, 'UTF8')::jsonb ->> 'post' FROM public.ledger_entry WHERE id = %s",
                [entry],
            ).fetchone()
            assert told == (f"{prefix} Kepala Dinas PUPR",)


@pytest.mark.parametrize("kind", ["plt", "plh", "an"])
def test_a_letter_that_ended_yesterday_permits_nothing(stage: Stage, kind: str) -> None:
    holding = stage.appointed(kind, valid_until=rfc3339(now() - timedelta(seconds=1)))
    with pytest.raises(errors.InvalidAuthorizationSpecification):
        stage.confirming(holding).run(stage.web)


def test_a_letter_of_tomorrow_permits_nothing_today(stage: Stage) -> None:
    holding = stage.appointed("plh", valid_from=rfc3339(now() + timedelta(days=1)))
    with pytest.raises(errors.InvalidAuthorizationSpecification):
        stage.confirming(holding).run(stage.web)


@pytest.mark.parametrize(
    ("kind", "limits"),
    [
        ("an", {"only_acts": [RETURN]}),
        ("plt", {"only_acts": [RETURN]}),
        ("plt", {"barred_acts": [CONFIRM]}),
        ("an", {"only_acts": [CONFIRM], "barred_acts": [CONFIRM]}),
    ],
)
def test_an_act_that_was_not_given_is_refused(stage: Stage, kind: str, limits: dict[str, Any]) -> None:
    holding = stage.appointed(kind, "stranger", **limits)
    with pytest.raises(REFUSED, match="this holding bars the act"):
        stage.confirming(holding, "other_officer").run(stage.web)


def test_who_prepared_does_not_confirm_on_the_heads_behalf(stage: Stage) -> None:
    holding = stage.appointed("an")
    with pytest.raises(REFUSED, match="who prepared does not confirm"):
        stage.confirming(holding).run(stage.web)
    stage.web.rollback()
    behind = ends(stage.web, stage.world.holding["officer"], rfc3339(now()))
    holding = stage.appointed("plh")
    by(stage.web, stage.world, "administrator", behind)  # the post he prepared in has ended
    with pytest.raises(REFUSED, match="who prepared does not confirm"):
        stage.confirming(holding).run(stage.web)


LIMITS = [(kind, only, barred) for kind in ("plt", "an") for only in (None, [CONFIRM], [RETURN], [RETURN, CONFIRM])
          for barred in (None, [CONFIRM], [RETURN]) if kind != "an" or only]  # fmt: skip


def test_the_database_permits_what_the_rule_permits(stage: Stage) -> None:
    """Every manner with every limit, on two acts: the twin of Held.permits."""
    returning = stage.world.member(
        "head", act=stage.world.on(stage.world.prepared, "return", "forwarded"), payload={"reason": "Kurang."}
    )
    for kind, only, barred in LIMITS:
        held = Held(1, 1, 1, "", "head", 1, "", kind, None, only and frozenset(only), frozenset(barred or ()))
        for name, call in ((CONFIRM, stage.world.confirming()), (RETURN, returning)):
            with stage.web.transaction(force_rollback=True):
                holding = stage.appointed(kind, "stranger", only_acts=only, barred_acts=barred)
                own = replace(call, secret=stage.world.secret["other_officer"], holding=holding)
                try:
                    own.run(stage.web)
                    done = True
                except REFUSED as refused:
                    assert "this holding bars the act" in str(refused)
                    done = False
            assert done == held.permits(name), (kind, only, barred, name)


def test_what_the_law_bars_to_a_kind_no_letter_allows(world: World) -> None:
    with psycopg.connect(world.house.dsn("admin")) as admin:
        stage = Stage(admin, world)
        row = admin.execute("SELECT to_jsonb(k) FROM agencies_holding_kind k WHERE kind = 'plt'").fetchone()
        assert row is not None
        kept = {k: v for k, v in row[0].items() if k not in ("subject", "version", "entry")}
        barred = {
            "table": "agencies_holding_kind",
            "subject": row[0]["subject"],
            "version": row[0]["version"] + 1,
            "row": {**kept, "barred_acts": [CONFIRM]},
        }
        act(admin, b"", None, barred, credential="installer")
        holding = stage.appointed("plt", "stranger", only_acts=[CONFIRM])
        with pytest.raises(REFUSED, match="this holding bars the act"):
            stage.confirming(holding, "other_officer").run(admin)
        admin.rollback()


def test_another_persons_holding_is_nobodys(stage: Stage) -> None:
    acting = stage.appointed("plh", "stranger")
    for who in ("officer", "verifier", "administrator"):
        with pytest.raises(errors.InvalidAuthorizationSpecification), stage.web.transaction():
            stage.confirming(acting, who).run(stage.web)


# the table itself


@pytest.mark.parametrize("kind", ["plt", "plh", "pj", "pjs", "an"])
@pytest.mark.parametrize(
    "lacks", [{"letter_number": None}, {"letter_number": " "}, {"letter_date": None}, {"valid_until": None}]
)
def test_whoever_acts_has_a_letter_and_a_last_day(stage: Stage, kind: str, lacks: dict[str, Any]) -> None:
    with pytest.raises(errors.CheckViolation):
        stage.appointed(kind, **lacks)


BAD: dict[str, tuple[str, dict[str, Any]]] = {
    "no named act": ("23514", {"kind": "an", "only_acts": None}),
    "no named act at all": ("23514", {"kind": "an", "only_acts": []}),
    "a kind nobody wrote down": ("22023", {"kind": "raja"}),
    "longer than a letter lasts": ("22023", {"kind": "plt", "valid_until": "2027-03-01T00:00:00Z"}),
    "an act that is none": ("22023", {"only_acts": ["anything"]}),
    "every act": ("22023", {"only_acts": ["complaint.*"]}),
    "an act of nothing": ("22023", {"only_acts": [None]}),
    "a second head": ("23P01", {"kind": "definitive", "valid_until": None}),
    "a machine with a person": ("22023", {"kind": "machine"}),
}


@pytest.mark.parametrize("name", BAD)
def test_a_holding_that_cannot_be(stage: Stage, name: str) -> None:
    state, row = BAD[name]
    with pytest.raises(psycopg.Error) as refused:
        stage.appointed(**row)
    assert refused.value.sqlstate == state, str(refused.value)


@pytest.mark.parametrize(
    "change",
    [{"person": 1}, {"kind": "definitive"}, {"post": 1}, {"only_acts": None}, {"letter_number": "2"},
     {"valid_until": None}, {"valid_until": "2027-01-30T00:00:00Z"}, {"valid_from": "2026-01-02T00:00:00Z"}],
)  # fmt: skip
def test_a_holding_only_ends(stage: Stage, change: dict[str, Any]) -> None:
    holding = stage.appointed("an")
    row = ends(stage.web, holding, rfc3339(now()))
    row["row"] |= change
    with pytest.raises(errors.InvalidParameterValue, match="nothing else of it changes"):
        by(stage.web, stage.world, "administrator", row)


# the head delegates, and nothing more


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


# the agency's own administrator


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


def key_rows(body: int, role: str = "machine", **how: Any) -> list[dict[str, Any]]:
    """Post, holding and key of a machine, as the form makes them."""
    holding = holds(0, 0, "machine", letter_number=None, letter_date=None, only_acts=["complaint.file"])
    holding["row"] |= {"person": None, "post": {"row": 1}} | how
    row = {"holding": {"row": 2}, "hash": "ab" * 32}
    return [
        post(body, role), holding, {"table": "agencies_key", "subject": str(uuid7()), "version": 1, "row": row}
    ]  # fmt: skip


def test_a_programmer_connects_machines_of_the_own_body_and_does_nothing_else(web: Web, world: World) -> None:
    own, other = organisation_by_code("kominfo"), organisation_by_code("dinkes")
    made = by(web, world, "programmer", *key_rows(own))
    assert len(made) == 3
    web.rollback()
    for rows in (key_rows(other), key_rows(own, "verifier"), [post(own, "officer")]):
        with pytest.raises((REFUSED, errors.InvalidParameterValue)):
            by(web, world, "programmer", *rows)
        web.rollback()


@pytest.mark.parametrize(
    "how",
    [
        {"only_acts": None},
        {"only_acts": []},
        {"valid_until": None},
        {"valid_until": "2030-01-01T00:00:00Z"},
        {"person": 1},
    ],
    ids=str,
)
def test_a_machine_has_named_acts_and_an_end(web: Web, world: World, how: dict[str, Any]) -> None:
    with pytest.raises((errors.CheckViolation, errors.InvalidParameterValue)):
        by(web, world, "programmer", *key_rows(organisation_by_code("kominfo"), **how))


def test_a_key_opens_a_machine_once_and_is_never_changed(web: Web, world: World) -> None:
    own = organisation_by_code("kominfo")
    _, holding, _ = by(web, world, "programmer", *key_rows(own))
    key = key_rows(own)[2]
    for opens in (holding, world.holding["head"], 999_999):
        with pytest.raises((REFUSED, errors.InvalidParameterValue)), web.transaction():
            by(web, world, "administrator", key | {"row": {"holding": opens, "hash": "cd" * 32}})
    row = web.execute("SELECT subject, id FROM public.agencies_key").fetchone()
    assert row is not None
    change = {"table": "agencies_key", "subject": str(row[0]), "version": 2}
    for who in ("programmer", "administrator"):
        with pytest.raises(REFUSED), web.transaction():
            by(web, world, who, change | {"row": {"holding": holding, "hash": "cd" * 32}})


def test_no_key_but_the_own_acts_and_none_acts_as_a_person(web: Web, world: World) -> None:
    """Neither another holding, nor a session's secret, nor the key in the place of a session."""
    secret = bytes.fromhex("07" * 32)
    rows = key_rows(organisation_by_code("kominfo"))
    rows[2]["row"]["hash"] = hashlib.sha256(secret).hexdigest()
    _, holding, _ = by(web, world, "programmer", *rows)
    read = "SELECT * FROM public.records_read(%s, %s, %s, %s)"
    record = world.forwarded.subject
    assert web.execute(read, ["key", secret, holding, record]).fetchall() == []
    for credential, proof, held in (
        ("key", secret, world.holding["head"]), ("key", world.secret["head"], world.holding["head"]),
        ("session", secret, holding), ("key", None, holding), ("key", b"", None), ("key", secret[:-1], None),
    ):  # fmt: skip
        with pytest.raises(errors.InvalidAuthorizationSpecification), web.transaction():
            web.execute(read, [credential, proof, held, record])
    with pytest.raises(errors.InvalidAuthorizationSpecification), web.transaction():
        act(web, secret, holding, post(organisation_by_code("kominfo"), "officer"), credential="key")


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
