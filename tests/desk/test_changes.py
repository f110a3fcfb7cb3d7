"""A reorganisation prepared on pages: put together change by change, refused beside its field, looked at, prepared."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F

from serentak.agencies import actions, checks, queries
from serentak.agencies.actions.act import Change, perform
from serentak.agencies.models import Holding, Organisation, Post, Succession
from serentak.agencies.queries import organisation_by_code as number
from serentak.lib.clock import now, today
from serentak.lib.ids import uuid7
from serentak.lib.refusal import Refusal
from tests.cast import Cast
from tests.desk.test_administration import day, page, send
from tests.records.cases import act, file, forward

pytestmark = pytest.mark.django_db

PATH = "/kelola/instansi/perubahan/"
NEW = PATH + "siapkan"
WORKS = {"name": "Dinas Bina Marga", "short": "Bina Marga", "sort": "dinas"}


class Composing:
    """The form as a browser sends it: what it carries, and one button."""

    def __init__(self, cast: Cast, on: date | None = None) -> None:
        self.cast = cast
        self.steps: list[str] = []
        self.head: dict[str, Any] = {
            "decree": "Perda Nomor 9 Tahun 2026",
            **day("on", on or today() + timedelta(days=1)),
            **day("decreed", today()),
        }

    def press(self, do: str, status: int = 200, **fields: Any) -> str:
        return send(self.cast.administrator, NEW, status, **self.head, step=self.steps, do=do, **fields)

    def add(self, kind: str, **fields: Any) -> None:
        shown = self.press("add", kind=kind, **fields)
        found = shown.split('name="step" value="')[1:]
        assert len(found) == len(self.steps) + 1
        self.steps.append(found[-1].split('"')[0].replace("&#34;", '"').replace("&quot;", '"'))


def test_a_merger_into_a_new_body_is_looked_at_and_prepared(cast: Cast) -> None:
    taken = file()
    forward(taken, cast)
    act(taken.subject, "take", cast.officer.actor())
    form, pupr, dinkes = Composing(cast), number("pupr"), number("dinkes")
    assert 'name="name"' in form.press("kind:found")
    form.add("found", **WORKS)
    assert 'value="+Dinas Bina Marga"' in form.press("kind:merge")
    form.add("merge", bodies=[pupr, dinkes], to="+Dinas Bina Marga", posts="+Dinas Bina Marga")

    shown = form.press("look")
    old = queries.organisation(pupr).name
    before, after = shown.split('id="before"')[1].split('id="after"')
    assert old in before and "Dinas Bina Marga" not in before
    assert "Dinas Bina Marga" in after.split("</section>")[0] and old not in after.split("</section>")[0]
    counted = shown.split('id="e1"')[1].split("</section>")[0]
    posts = len(queries.posts_of(pupr, on=today()))
    assert f"{posts}, berlanjut {posts}" in counted and "<dd>1</dd>" in counted  # one open record
    assert not Succession.objects.filter(predecessor=pupr).exists()

    assert form.press("prepare", 303).startswith(PATH)
    new = Organisation.objects.get(name="Dinas Bina Marga")
    assert set(Succession.objects.filter(successor=new.id).values_list("predecessor", flat=True)) == {
        pupr,
        dinkes,
    }
    assert {post.title for post in queries.posts_of(new.id, on=today() + timedelta(days=1))} >= {
        "Kepala Dinas PUPR"
    }
    assert list(checks.problems()) == []

    listed = page(cast.administrator, PATH)
    held = cast.administrator.actor().holding
    assert old in listed and "Perda Nomor 9 Tahun 2026" in listed and held and held.post in listed
    public = cast.citizen.client().get(f"/unit/perubahan/{new.valid_from.isoformat()}/").content.decode()
    assert "Perda Nomor 9 Tahun 2026" in public
    again = form.press("look", 400)
    assert "f-steps" in again  # what is prepared is not prepared again


def test_a_split_a_new_name_and_a_move(cast: Cast) -> None:
    form, pupr, dinkes = Composing(cast), number("pupr"), number("dinkes")
    bureau = next(b for b in queries.register().children(number("setda"), today()))
    form.add("found", **WORKS)
    form.add(
        "split",
        bodies=pupr,
        to=str(number("bpkad")),
        posts="+Dinas Bina Marga",
        **{"type.complaint": "+Dinas Bina Marga"},
    )
    form.add("rename", bodies=dinkes, name="Dinas Sehat", short="Sehat")
    form.add("move", bodies=bureau.id, parent=number("bpkad"))
    form.press("look")
    form.press("prepare", 303)
    new = Organisation.objects.get(name="Dinas Bina Marga").id
    split = Succession.objects.filter(predecessor=pupr).values_list("successor", "record_type")
    assert set(split) == {(number("bpkad"), None), (new, "complaint")}
    tomorrow = today() + timedelta(days=1)
    assert queries.posts_of(new, on=tomorrow) and not queries.posts_of(pupr, on=tomorrow)
    moved = Organisation.objects.get(name=bureau.name, valid_from=tomorrow)
    assert moved.parent == number("bpkad")
    assert Organisation.objects.get(name="Dinas Sehat").parent == queries.organisation(dinkes).parent
    ahead = page(cast.administrator, PATH)
    assert ahead.count('class="box"') == 1 and "Hanya untuk" in ahead


def rows() -> list[Any]:
    """Everything of bodies, posts and holdings that can still matter, without what counts versions."""
    found = [
        list(Organisation.objects.exclude(valid_until=F("valid_from")).order_by("id").values(*ORGANISATION)),
        list(
            Succession.objects.filter(withdrawn=None).order_by("subject").values("predecessor", "successor")
        ),
    ]
    for model in (Post, Holding):
        kept = model.objects.exclude(valid_until=F("valid_from")).order_by("id")
        found.append(list(kept.values("id", "valid_from", "valid_until")))
    return found


ORGANISATION = ("id", "name", "valid_from", "valid_until", "parent")


def test_what_is_prepared_is_withdrawn_before_its_day_and_all_stands_as_before(cast: Cast) -> None:
    before = rows()
    form, key = Composing(cast), str(uuid7())
    form.add("found", **WORKS)
    form.add(
        "merge", bodies=[number("pupr"), number("dinkes")], to="+Dinas Bina Marga", posts="+Dinas Bina Marga"
    )
    form.press("prepare", 303)
    new = Organisation.objects.get(name=WORKS["name"]).id
    assert rows() != before
    entry = page(cast.administrator, PATH).split('name="entry" value="')[1].split('"')[0]
    for who in (cast.unit_administrator, cast.head):
        send(who, PATH + "tarik", 403, entry=entry)
        with pytest.raises(Refusal) as caught:
            actions.withdraw(entry=int(entry), by=who.actor(), at=now(), key=uuid7())
        assert caught.value.status == 403
    send(cast.administrator, PATH + "tarik", entry=entry, key=key)
    assert rows() == before and new not in queries.register().bodies
    assert "Dinas Bina Marga" not in page(cast.administrator, PATH)
    assert list(checks.problems()) == [] and cast.officer.actor().holding
    send(cast.administrator, PATH + "tarik", entry=entry, key=key)  # the same request again
    send(cast.administrator, PATH + "tarik", 409, entry=entry)  # it is withdrawn already
    send(cast.administrator, PATH + "tarik", 404, entry="1")  # an entry of another act
    form.press("prepare", 303, key=str(uuid7()))  # and may be prepared again
    assert Organisation.objects.filter(name=WORKS["name"]).count() == 2


def test_the_database_withdraws_nothing_but_a_reorganisation(cast: Cast) -> None:
    post = Post.objects.filter(organisation=number("pupr")).order_by("id")[0]
    change = Change("agencies_post", post.subject, post.version + 1, {})
    with pytest.raises(Refusal) as caught:
        perform("withdraw", [change], by=cast.administrator.actor(), at=now(), key=uuid7(), law=None)
    assert caught.value.status == 403


def test_what_another_change_builds_on_is_not_withdrawn(cast: Cast) -> None:
    form = Composing(cast)
    form.add("rename", bodies=number("pupr"), name="Dinas X", short="X")
    form.press("prepare", 303)
    entry = page(cast.administrator, PATH).split('name="entry" value="')[1].split('"')[0]
    later = Composing(cast, on=today() + timedelta(days=30))
    later.add("rename", bodies=Organisation.objects.get(name="Dinas X").id, name="Dinas Y", short="Y")
    later.press("prepare", 303)
    send(cast.administrator, PATH + "tarik", 409, entry=entry)
    assert Organisation.objects.get(name="Dinas X").valid_until == today() + timedelta(days=30)


def test_a_body_that_follows_nobody_begins(cast: Cast) -> None:
    form = Composing(cast)
    form.add("found", **WORKS, parent=number("setda"))
    form.press("prepare", 303)
    assert Organisation.objects.get(name=WORKS["name"]).parent == number("setda")
    assert "Dinas Bina Marga mulai ada" in page(cast.administrator, PATH)


@pytest.mark.parametrize(
    ("kind", "fields", "wrong"),
    [
        ("found", {"name": "X"}, ("short", "sort")),
        ("merge", {}, ("bodies", "to")),
        ("split", {"bodies": "99999"}, ("bodies", "to")),
        ("rename", {"bodies": "6"}, ("name", "short")),
        ("move", {"bodies": "6"}, ("parent",)),
    ],
)
def test_what_is_missing_of_a_change_is_said_beside_its_field(
    cast: Cast, kind: str, fields: dict[str, str], wrong: tuple[str, ...]
) -> None:
    shown = Composing(cast).press("add", 400, kind=kind, **fields)
    assert all(f'href="#f-{name}"' in shown and f'id="f-{name}' in shown for name in wrong)


def test_what_is_wrong_with_the_whole_is_said_and_nothing_is_lost(cast: Cast) -> None:
    form = Composing(cast, on=today())
    form.add("rename", bodies=number("pupr"), name="Dinas X", short="X")
    assert 'href="#f-on"' in form.press("look", 400)
    form.head |= day("on", today() + timedelta(days=1)) | {"decree": " "}
    assert 'href="#f-decree"' in form.press("look", 400)
    form.head |= {"decree": "Perda 9", "decreed.day": ""} | {"decreed.month": "", "decreed.year": ""}
    shown = form.press("prepare", 400)
    assert 'href="#f-decreed"' in shown and "Dinas X" in shown and 'value="Perda 9"' in shown
    form.head |= day("decreed", today())
    assert "Dinas X" not in form.press("drop:0")
    form.steps.append('{"kind": "merge", "bodies": ["x"]}')
    assert 'href="#f-steps"' in form.press("look", 400)


def test_a_change_that_names_what_is_not_there_is_refused(cast: Cast) -> None:
    form = Composing(cast)
    form.add("merge", bodies=number("pupr"), to="+Dinas Bina Marga")
    assert 'href="#f-steps"' in form.press("prepare", 400)
    assert not Succession.objects.filter(predecessor=number("pupr")).exists()


def test_pages_cost_the_same_however_much_is_prepared(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for n in range(2):
        form = Composing(cast, on=(now() + timedelta(days=5 + n)).date())
        form.add("found", name=f"Dinas {n}", short=f"D{n}", sort="dinas")
        form.press("prepare", 303)
    browser = cast.administrator.client()
    with django_assert_max_num_queries(8):
        browser.get(PATH, {"pos": cast.administrator.holding})
