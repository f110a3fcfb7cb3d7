"""What a whole sheet would do, line after line: each is compared with what stands and with the lines before.

A line that is wrong makes nothing. A post is one body, title and role; a holding one person, post, kind and
first day: what stands so already is left as it is, so the same sheet twice changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from serentak.agencies.roster import words
from serentak.agencies.roster.reading import Entry, read
from serentak.agencies.roster.shapes import (
    HOLDING,
    PERSON,
    POST,
    Line,
    NewHolding,
    NewPost,
    Outcome,
    Plan,
    Span,
    Standing,
    after,
    last_day,
)
from serentak.agencies.rules import ADMINISTRATOR, Seat, may_appoint, may_staff, stands_in
from serentak.agencies.terms import Terms, wrong_district, wrong_terms
from serentak.law.dates import Text
from serentak.lib.clock import local_day
from serentak.people.rules import wrong_name, wrong_username

PostKey = tuple[int, str, str]
Wrong = dict[str, Text]


@dataclass
class _Sheet:
    """What the lines so far would make."""

    standing: Standing
    places: dict[PostKey, list[int]] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    posts: dict[PostKey, NewPost] = field(default_factory=dict)
    spans: dict[int | PostKey, list[Span]] = field(default_factory=dict)
    holdings: list[tuple[PostKey, NewHolding]] = field(default_factory=list)

    def holders(self, post: int | PostKey) -> list[Span]:
        """The holdings of a post, those of earlier lines too."""
        if post not in self.spans:
            self.spans[post] = list(self.standing.spans.get(post, ())) if isinstance(post, int) else []
        return self.spans[post]


def plan(lines: Sequence[Line], standing: Standing) -> Plan:
    """What these lines would do, or what is wrong with them."""
    sheet = _Sheet(standing)
    for place in standing.posts:
        sheet.places.setdefault((place.body, place.title.casefold(), place.role), []).append(place.id)
    outcomes = tuple(_line(line, sheet) for line in lines)
    opened = {key: number for number, key in enumerate(sheet.posts)}
    holdings = (
        new if new.post is not None else replace(new, opened=opened[key]) for key, new in sheet.holdings
    )
    return Plan(outcomes, sheet.persons, tuple(sheet.posts.values()), tuple(holdings))


def _line(line: Line, sheet: _Sheet) -> Outcome:
    """What one line would do; only when nothing is wrong with it is it remembered for the next."""
    entry, wrong = read(line, sheet.standing)
    warnings: list[Text] = []
    if not wrong:
        wrong = _wrong_post(entry, sheet) | _wrong_person(entry, sheet, warnings)
    if wrong:
        return Outcome(line, (), wrong, (), entry.body)
    post, person = _post_of(entry, sheet), _person_of(entry, sheet)
    term = None
    if post is not None and person is not None:
        term, wrong = _term(entry, post, person, sheet, warnings)
    if wrong:
        return Outcome(line, (), wrong, (), entry.body)
    return Outcome(line, _remember(entry, post, person, term, sheet), {}, tuple(warnings), entry.body)


def _remember(
    entry: Entry, post: int | PostKey | None, person: int | str | None, term: Terms | None, sheet: _Sheet
) -> tuple[str, ...]:
    makes = []
    if isinstance(person, str):
        makes += [] if person in sheet.persons else [PERSON]
        sheet.persons.setdefault(person, entry.name)
    sheet.names.setdefault(entry.name.casefold(), set()).add(entry.username)
    if isinstance(post, tuple):
        makes += [] if post in sheet.posts else [POST]
        since = min(entry.day, sheet.posts[post].since if post in sheet.posts else entry.day)
        sheet.posts[post] = NewPost(post[0], entry.title, entry.role, since)
    if term is not None and post is not None and person is not None:
        since = sheet.standing.begin(entry.day)
        sheet.holders(post).append(Span(person, term.kind, since, term.until, term.letter_number))
        number = post if isinstance(post, int) else None
        sheet.holdings.append((_key(entry), NewHolding(person, number, None, entry.role, since, term)))
        makes.append(HOLDING)
    return tuple(makes)


# the post


def _key(entry: Entry) -> PostKey:
    return entry.body or 0, entry.title.casefold(), entry.role


def _post_of(entry: Entry, sheet: _Sheet) -> int | PostKey | None:
    """The post a line names: the number of one there is, the key of one to open, None when it names none."""
    if entry.body is None:
        return None
    known: list[int] = sheet.places.get(_key(entry), [])
    return _held(entry, sheet) or (known[0] if known else _key(entry))


def _wrong_post(entry: Entry, sheet: _Sheet) -> Wrong:
    standing = sheet.standing
    if entry.body is None:
        return {}
    if entry.body not in standing.area:
        return {"body": words.NOT_YOURS}
    if not may_staff(standing.by, standing.area, Seat(entry.body, entry.role)):
        return {"role": words.ADMINISTRATORS_POST}
    codes = standing.roles[entry.role]["bodies"]
    numbers = codes and [number for number, code in standing.codes.items() if code in codes]
    if not stands_in(numbers, entry.body, standing.register.successions):
        return {"role": words.ELSEWHERE}
    key = _key(entry)
    if len(sheet.places.get(key, ())) > 1 and entry.username and _held(entry, sheet) is None:
        return {"title": words.SEVERAL}
    return _wrong_sole(key, entry, sheet)


def _held(entry: Entry, sheet: _Sheet) -> int | None:
    """Of several posts called alike, the one this person is in."""
    person = _person_of(entry, sheet)
    alike = sheet.places.get(_key(entry), ())
    return next((post for post in alike if any(span.person == person for span in sheet.holders(post))), None)


def _wrong_sole(key: PostKey, entry: Entry, sheet: _Sheet) -> Wrong:
    """Of some roles there is one post alone."""
    if not sheet.standing.roles[entry.role]["sole"] or key in sheet.places or key in sheet.posts:
        return {}
    taken = any(role == entry.role for _, _, role in (*sheet.places, *sheet.posts))
    return {"title": words.SOLE} if taken else {}


# the person


def _person_of(entry: Entry, sheet: _Sheet) -> int | str | None:
    """The person a line names: the number of an account, the username of a new one, None for nobody."""
    known = sheet.standing.accounts.get(entry.username)
    return known.account.person if known else entry.username or None


def _wrong_person(entry: Entry, sheet: _Sheet, warnings: list[Text]) -> Wrong:
    if not entry.username:
        return {}
    known = sheet.standing.accounts.get(entry.username)
    if known is None:
        return _wrong_new(entry, sheet, warnings)
    if known.name and entry.name and known.name.casefold() != entry.name.casefold():
        warnings.append(words.OTHER_NAME)
    if known.name and not known.active:
        warnings.append(words.LOCKED)
    by, area = sheet.standing.by, sheet.standing.area
    if entry.body is None or by.role == ADMINISTRATOR:
        return {}
    if known.account.person == by.person:
        return {} if _stands(entry, sheet) else {"username": words.YOURSELF}
    seat = Seat(entry.body, entry.role)
    return {} if may_appoint(by, area, seat, known.account) else {"username": words.STRANGER}


def _wrong_new(entry: Entry, sheet: _Sheet, warnings: list[Text]) -> Wrong:
    checked = {"username": wrong_username(entry.username), "name": wrong_name(entry.name)}
    wrong = {column: text for column, text in checked.items() if text}
    before = sheet.persons.get(entry.username)
    if before is not None and before.casefold() != entry.name.casefold():
        wrong["name"] = {
            "id": f"Nama pengguna {entry.username} di baris lain milik {before}.",
            "en": f"On another line the sign-in name {entry.username} belongs to {before}.",
        }
    if sheet.names.get(entry.name.casefold(), set()) - {entry.username, ""}:
        warnings.append(words.SAME_NAME)
    return wrong


# the holding


def _stands(entry: Entry, sheet: _Sheet) -> bool:
    """Whether exactly this holding is there."""
    post, person = _post_of(entry, sheet), _person_of(entry, sheet)
    return post is not None and any(_same(span, entry, person, sheet) for span in sheet.holders(post))


def _same(span: Span, entry: Entry, person: int | str | None, sheet: _Sheet) -> bool:
    """Whether a holding is the one a line says; without a first day the line means the one of today."""
    if span.person != person or span.kind != entry.kind or last_day(span.until) != entry.until:
        return False
    if entry.letter_number and entry.letter_number != span.letter:
        return False
    if entry.since is None:
        return span.since <= sheet.standing.at and not span.over(sheet.standing.at)
    return local_day(span.since) == entry.since


def _term(
    entry: Entry, post: int | PostKey, person: int | str, sheet: _Sheet, warnings: list[Text]
) -> tuple[Terms | None, Wrong]:
    """The terms of a holding to make, None when it is there; or what is wrong with them."""
    standing, spans = sheet.standing, sheet.holders(post)
    if any(_same(span, entry, person, sheet) for span in spans):
        return None, {}
    if entry.until is not None and entry.until < standing.today:
        return None, {"until": words.PAST}
    since = standing.begin(entry.day)
    until = None if entry.until is None else after(entry.until)
    terms = Terms(entry.kind, entry.letter_number, entry.letter_date, until, district=entry.district)
    wrong = wrong_terms(terms, since, standing.kinds, ())
    elected = standing.roles[entry.role]["elected"]
    wrong |= wrong_district(terms, [row["id"] for row in standing.districts] if elected else [])
    if not wrong:
        meeting = [span for span in spans if span.meets(since, until)]
        wrong = _wrong_holder(entry, person, meeting, sheet, warnings)
    return terms, wrong


def _wrong_holder(
    entry: Entry, person: int | str, meeting: Sequence[Span], sheet: _Sheet, warnings: list[Text]
) -> Wrong:
    """Nobody holds a post twice at a time; a single one has one holder of a kind."""
    if any(span.person == person for span in meeting):
        return {"username": words.HELD}
    others = [span for span in meeting if span.kind == entry.kind]
    if others and sheet.standing.roles[entry.role]["single"]:
        return {"username": words.OCCUPIED}
    if others:
        warnings.append(words.SHARED)
    return {}
