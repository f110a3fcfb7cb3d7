"""A holding is what its letter says: manner, acts, first and last day; the table takes no other."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg import errors

from serentak.agencies.rules import Held
from serentak.lib.clock import now, rfc3339
from tests.attacks.holdings.rows import CONFIRM, REFUSED, RETURN, Stage, act, by, ends
from tests.attacks.world import World


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
