"""What a citizen reads before and after filing: services, what each promises, the days ahead.

Services are the record types in force that the public may open. Cases themselves are read through
`records.queries`. No statement is sent but for what somebody's own form is filled with.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils.text import slugify
from django.utils.translation import gettext as _

from serentak.agencies.rules import PUBLIC, Actor
from serentak.law import queries as law
from serentak.law.dates import GRADES, Text
from serentak.lib.refusal import Refusal
from serentak.people import queries as people
from serentak.people.rules import contact_of
from serentak.records.belonging import ANONYMOUS
from serentak.records.rules import APPLICANT, record_type


@dataclass(frozen=True)
class Service:
    """A record type the public may open; `slug` is its Indonesian name in addresses."""

    slug: str
    name: str
    code: str
    title: Text
    summary: Text
    icon: str
    data: Mapping[str, Any]

    @property
    def public(self) -> bool:
        """Whether the public may open it."""
        return opens(self, "public")

    @property
    def sealed(self) -> bool:
        """Whether nothing may tell of its cases, not even the reporter's own browser."""
        return bool(self.data["class"] == "sealed")


@dataclass(frozen=True)
class Promise:
    """One stage of a clock: how many working days, how certain, on which law; `classes` are the days by
    class, where they differ, `more` those by which it may be extended."""

    clock: str
    title: Text
    stage: Text
    days: int
    grade: str
    certainty: Text
    law: Any
    classes: tuple[tuple[Text, int], ...] = ()
    more: int = 0


@dataclass(frozen=True)
class FollowUp:
    """A form that may follow: its words, and the address that opens it with the case's number."""

    title: Text
    hint: Text
    address: str


@dataclass(frozen=True)
class Personal:
    """What a service asks about a person, how that person may be named, and the roles that always read it."""

    service: Service
    asked: tuple[Text, ...]
    choices: tuple[Mapping[str, Any], ...]
    always: tuple[Text, ...]


def services(*, on: date, words: str = "") -> list[Service]:
    """The services in force, those that have all the words asked for, by Indonesian title."""
    wanted = words.casefold().split()
    return [s for s in _services(law.library(), on) if all(w in _haystack(s) for w in wanted)]


@lru_cache(maxsize=8)
def _services(library: Any, on: date) -> tuple[Service, ...]:
    found = [of for of in _in_force(library, on) if of.public]
    return tuple(sorted(found, key=lambda s: s.title["id"]))


@lru_cache(maxsize=8)
def _in_force(library: Any, on: date) -> tuple[Service, ...]:
    types = library.record_types.items()
    return tuple(_service(n, d) for n, d in types if date.fromisoformat(str(d["start"])) <= on)


def service(slug: str, *, on: date) -> Service:
    """The service of an address; refused when there is none."""
    for found in _services(law.library(), on):
        if found.slug == slug:
            return found
    raise Refusal(
        "no_service",
        _("Layanan ini tidak ada di sini."),
        status=404,
        remedy=_("Cari di daftar layanan: /layanan/"),
    )


def compares(of: Service) -> str | None:
    """The fields by which cases that can be joined are alike: title and place; None when they are not."""
    kind = record_type(of.data)
    return f"{kind.title_field()} {kind.place_field()}" if kind.joining() else None


def entered(role: str, *, on: date) -> list[Service]:
    """What a post of this role enters at the desk: for somebody else, or matters of its own office."""
    every = _in_force(law.library(), on)
    return sorted((of for of in every if opens(of, role)), key=lambda of: of.title["id"])


def service_at_desk(slug: str, *, on: date) -> Service:
    """A type of an address at the desk, whether or not the public may open it; refused when there is none."""
    return next((of for of in _in_force(law.library(), on) if of.slug == slug), None) or service(slug, on=on)


def service_of(name: str, *, on: date) -> Service:
    """The service whose record type this is; StopIteration when the public may not open it."""
    return next(found for found in _services(law.library(), on) if found.name == name)


def follow_up(type: str, state: str, number: str, *, on: date) -> FollowUp | None:
    """What its reporter may file next about a case of this type in this state."""
    offered = law.library().record_types[type].get("follow_up")
    if offered is None or state not in offered["from"]:
        return None
    way = f"{service_of(offered['type'], on=on).slug}/kirim?{urlencode({offered['field']: number})}"
    return FollowUp(offered["title"], offered["hint"], f"/layanan/{way}")


def standing(type: str, state: str) -> tuple[Text, Text]:
    """What a record is and how far it has come, in words."""
    data = law.library().record_types[type]
    titles = {row["id"]: row["title"] for row in data["states"]}
    return data["title"], titles.get(state, {"id": state, "en": state})


def promises(of: Service, *, on: date) -> list[Promise]:
    """The stages of all clocks of a service with the values in force."""
    return list(_promises(of, on))


def _promises(of: Service, on: date) -> Iterator[Promise]:
    library = law.library()
    for item in of.data["clocks"]:
        for stage in (stage for stage in item["stages"] if "days" in stage):
            value = library.value(stage["days"], on=on)
            yield Promise(
                clock=item["id"],
                title=item["title"],
                stage=stage["title"],
                days=int(value.value),
                grade=value.grade,
                certainty=GRADES[value.grade],
                law=library.law(value.law) if value.law else None,
                classes=tuple(_classes(of, stage, on)),
                more=sum(int(library.value(name, on=on).value) for name in stage.get("extends", {}).values()),
            )


def _classes(of: Service, stage: Mapping[str, Any], on: date) -> Iterator[tuple[Text, int]]:
    varies = stage.get("varies", {"field": None, "days": {}})
    for choice in (c for f in of.data["fields"] if f["id"] == varies["field"] for c in f["choices"]):
        yield choice["label"], int(law.library().value(varies["days"][choice["id"]], on=on).value)


def asked(of: Service) -> list[Mapping[str, Any]]:
    """The fields a citizen is asked to fill in, in order."""
    wanted = set(_opening(of.data)["sets"])
    return [field for field in of.data["fields"] if field["id"] in wanted and "by" not in field]


def desk_fields(of: Service, role: str) -> list[str]:
    """The fields that only this role at the desk is asked, in order: they come first there, and nothing is
    chosen."""
    wanted = set(_opening(of.data)["sets"])
    return [
        field["id"] for field in of.data["fields"] if field["id"] in wanted and role in field.get("by", ())
    ]


def days_ahead(of: Service, *, opened: datetime) -> list[tuple[Promise, datetime]]:
    """When each stage ends at the latest if every stage uses all its days: stages of one clock follow
    one another, clocks run side by side."""
    calendar = law.library().calendar
    found: list[tuple[Promise, datetime]] = []
    for promise in promises(of, on=opened.date()):
        same = found and found[-1][0].clock == promise.clock
        found.append((promise, calendar.add_working_days(found[-1][1] if same else opened, promise.days)))
    return found


def number_example(*, on: date) -> str:
    """What a case number looks like."""
    return f"{next((s.code for s in services(on=on)), 'ADU')}-{on.year}-000123"


def regions() -> Any:
    """The regions of the province: regencies, districts, villages."""
    return law.library().regions


def government() -> Text:
    """The government whose services these are."""
    title: Text = law.library().government["title"]
    return title


def privacy_law(article: str = "20") -> Any:
    """An article of the law on personal data; 20 is what the processing of a reporter's data rests on."""
    return law.library().law(f"uu-27-2022-{article}")


def personal(of: Service) -> Personal:
    """Whose data a service keeps and who reads them, as its type says."""
    fields, identity = of.data["fields"], of.data.get("identity", {"always": ()})
    choice = identity.get("visibility_field")
    return Personal(
        service=of,
        asked=tuple(field["label"] for field in fields if field.get("personal")),
        choices=tuple(c for field in fields if field["id"] == choice for c in field["choices"]),
        always=tuple(law.library().roles[role]["title"] for role in identity["always"]),
    )


def privacy_values(*, on: date) -> Mapping[str, Any]:
    """Who answers for personal data, how to reach that post, how long an identity is kept: dated values by
    name, whose value is empty where nobody has decided."""
    names = ("officer", "contact", "retention")
    return {name: law.library().value(f"privacy.{name}", on=on) for name in names}


def opens(of: Service, role: str) -> bool:
    """Whether this role may open such a case; the engine and the database judge again."""
    return role in _opening(of.data)["by"]


def filer(of: Service, by: Actor, data: Mapping[str, Any]) -> Actor:
    """As whom somebody files at the public door: the person signed in, if the service knows accounts and the
    report is not anonymous; else the public, of whom nothing is kept."""
    return by.citizen if by.person is not None and names(of, data) and knows_accounts(of) else PUBLIC


def knows_accounts(of: Service) -> bool:
    """Whether a case of this service can be in somebody's account."""
    return opens(of, APPLICANT)


def names(of: Service, data: Mapping[str, Any]) -> bool:
    """Whether the report as typed names its reporter; an anonymous one does not."""
    return data.get(of.data.get("identity", {}).get("visibility_field")) != ANONYMOUS


def reporter_name(of: Service, data: Mapping[str, Any]) -> str:
    """The reporter's name as typed."""
    return next((str(data.get(f["id"], "")) for f in asked(of) if f.get("personal") == "name"), "")


def own_words(of: Service, person: int) -> dict[str, str]:
    """What an account knows of what the form asks about its person."""
    mine = people.profile(person)
    known = {"name": mine.name, "email": mine.email, **contact_of(mine.username)}
    fields = ((field["id"], known.get(field.get("personal", ""))) for field in asked(of))
    return {name: text for name, text in fields if text}


def knows(role: str, *, on: date) -> bool:
    """Whether this role always reads who reported, in some service: who may look for a lost slip."""
    return any(role in of.data.get("identity", {"always": ()})["always"] for of in services(on=on))


def _opening(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The move that opens a record of this type."""
    nobody: Mapping[str, Any] = {"by": {}, "sets": ()}
    return next((move for move in data["moves"] if "" in move["from"]), nobody)


def _service(name: str, data: Mapping[str, Any]) -> Service:
    return Service(
        slug=slugify(data["title"]["id"]),
        name=name,
        code=data["code"],
        title=data["title"],
        summary=data["summary"],
        icon=data["icon"],
        data=data,
    )


def _haystack(of: Service) -> str:
    """Everything a person might call it by: its titles, summary and the choices it offers."""
    texts = [of.title, of.summary]
    for field in of.data["fields"]:
        texts += [choice["label"] for choice in field.get("choices", ())]
    return " ".join(text for pair in texts for text in pair.values()).casefold()
