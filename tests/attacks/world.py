"""What the attacks are aimed at: one committed database with records in every state, and calls that succeed.

Calls go straight to the database under a login of the house, past all Python: what is refused here is refused
by the database itself.
"""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg

from serentak.agencies import queries as agencies
from serentak.agencies.rules import PUBLIC, Actor, citizen
from serentak.law import queries as law
from serentak.lib.clock import now, rfc3339
from serentak.lib.ids import slip_code, uuid7
from serentak.records import actions
from serentak.records.queries import types
from serentak.records.rules import moves_of, record_type
from serentak.site.environment import Environment
from tests.cast import Cast
from tests.factories import agencies as posts
from tests.factories import people, records
from tests.factories.records import act

STORY = {
    "about": "Jalan berlubang", "story": "Sejak tiga minggu.", "category": "jalan",
    "place": {"district": "76.02.01", "village": "76.02.01.1002", "landmark": "Depan pasar", "latitude": None, "longitude": None},
    "naming": "confidential", "channel": "web", "photos": [],
}  # fmt: skip
REPORTER = {
    "person": 1,
    "visibility": "confidential",
    "name": "Sitti",
    "phone": "0812",
    "email": "s@contoh.id",
    "address": None,
}
CORRECT = {
    "act": "correct", "title": {"id": "Betulkan", "en": "Correct"}, "sentence": {"id": "Dibetulkan", "en": "Corrected"},
    "from": ["forwarded"], "to": "same", "by": {"head": "agency"}, "prepared_by": ["officer"],
    "sets": ["about", "category", "happened", "public_summary"], "parts": ["content"],
}  # fmt: skip
UNDO = {
    "title": {"id": "Batalkan", "en": "Undo"}, "sentence": {"id": "Dibatalkan", "en": "Undone"},
    "from": ["forwarded"], "to": "filed", "by": {"officer": "agency"}, "parties": {"open": ["officer"]},
}  # fmt: skip
"""Corrects an act: the one that led here, or one that did not."""
FILE = {"hash": "ab" * 32, "name": "foto.jpg", "type": "image/jpeg", "size": 10}


@dataclass(frozen=True)
class Call:
    """One call of records_perform, as values."""

    credential: str
    secret: bytes = b""
    holding: int | None = None
    act: dict[str, Any] = field(default_factory=dict)
    content: Any = None
    identity: Any = None
    parties: Any = None
    payload: Any = None
    jobs: Any = None
    key: UUID | None = field(default_factory=uuid7)
    mac: bytes | None = b"m" * 32

    def with_act(self, **changes: Any) -> "Call":
        """The same call with other facts of the act."""
        return replace(self, act={**self.act, **changes})

    def run(self, connection: "psycopg.Connection[Any]") -> tuple[UUID, str, int, bool]:
        """(subject, number, entry, replayed); raises what the database says."""
        parts = [self.act, self.content, self.identity, self.parties, self.payload, self.jobs]
        texts = [None if part is None else json.dumps(part) for part in parts]
        row = connection.execute(
            "SELECT * FROM public.records_perform(%s::text, %s::bytea, %s::bigint, %s::uuid, %s::bytea, %s::jsonb,"
            " %s::jsonb, %s::jsonb, %s::jsonb, %s::jsonb, %s::jsonb)",
            [self.credential, self.secret, self.holding, self.key, self.mac, *texts],
        ).fetchone()
        assert row is not None
        return row  # type: ignore[no-any-return]


class World:
    """Records of one province and the people around them; everything is committed."""

    def __init__(self, house: Environment) -> None:
        self.house = house
        self.cast = Cast()
        self.secret = {name: member.secret for name, member in self.cast.members().items()}
        self.holding = {name: member.holding for name, member in self.cast.members().items()}
        self.actors = {name: member.actor() for name, member in self.cast.members().items()}
        self.bodies = {
            code: agencies.organisation_by_code(code)
            for code in ("kominfo", "pupr", "dinkes", "inspektorat", "kesbangpol")
        }
        for variant in ("sealed", "confidential"):
            self._publish(variant, {"class": variant})
        self._publish("correcting", {"moves": [
            *law.library().record_types["complaint"]["moves"], CORRECT,
            {"act": "undo", "counters": ["forward"], **UNDO},
            {"act": "undo_other", "counters": ["refuse", "propose_correct"], **UNDO},
        ]})  # fmt: skip
        verifier, officer, head = (
            self.cast.verifier.actor(),
            self.cast.officer.actor(),
            self.cast.head.actor(),
        )
        types.forget()  # a test before this one knows another database's
        self.filed = self._file()
        self.asked = self._file()
        act(self.asked.subject, 1, "ask", by=verifier, question="Di mana persisnya?")
        self.forwarded = self._file()
        records.forward(self.forwarded.subject, 1, by=verifier)
        self.prepared = self._file()
        records.forward(self.prepared.subject, 1, by=verifier)
        act(self.prepared.subject, 2, "prepare", by=officer, answer="Sudah ditambal.")
        reason = {"reason": "Jalan kabupaten."}
        self.proposed, self.outdated, self.returned = (self._file() for _ in range(3))
        for done in (self.proposed, self.outdated, self.returned):
            records.forward(done.subject, 1, by=verifier)
            act(done.subject, 2, "propose_give_back", by=officer, **reason)
        act(self.outdated.subject, 3, "progress", by=officer, note="Diukur.")
        act(self.returned.subject, 3, "send_back", by=head, return_reason="Sebut ruasnya.")
        self.two_posts = self._second_post()
        self.corrected = self._file("correcting")
        records.forward(self.corrected.subject, 1, by=verifier)
        act(
            self.corrected.subject, 2, "propose_correct", by=officer, about="Jembatan rusak", category="jalan"
        )
        self.closed = self._file()
        records.forward(self.closed.subject, 1, by=verifier)
        act(self.closed.subject, 2, "prepare", by=officer, answer="Sudah ditambal.")
        act(self.closed.subject, 3, "confirm", by=head)
        act(self.closed.subject, 4, "rate", by=self.citizen(self.closed), rating="5")
        self.erased = self._file()
        act(self.erased.subject, 1, "refuse", by=verifier, ground="not_complaint", reason="Bukan pengaduan.")
        act(self.erased.subject, 2, "erase", by=verifier, reason="Diminta.")
        self.consulted = records.research()
        asking = self.cast.licence_officer.actor()
        for version, body in ((1, "kesbangpol"), (2, "kominfo")):
            act(self.consulted.subject, version, "consult", by=asking, target=str(self.bodies[body]))
        told = {"opinion": "granted", "opinion_words": "Tidak ada keberatan."}
        act(self.consulted.subject, 3, "opine", by=self.cast.opinion_officer.actor(), **told)
        # two people with an account; the first filed one case signed in and took another in by its slip
        self.persons = [people.account(), people.account()]
        self.sessions = [people.session(person=person) for person in self.persons]
        self.own = self._file(by=citizen(self.sessions[0], self.persons[0]))
        self.linked = self._file()
        with self.connect("web") as web:
            self.linking(self.linked).run(web)
            self.sealed = self.filing("sealed").run(web)[0]
            self.secret_region = self.filing("confidential").run(web)[0]

    def _second_post(self) -> int:
        """The officer, who prepares, also gets the head's post; the holding."""
        by, person = self.cast.administrator.actor(), self.cast.officer.actor().person
        seat = posts.post(by=by, organisation="pupr", role="head", title="Kepala")
        return posts.holding(by=by, person=person, post=seat)

    def _publish(self, variant: str, other: dict[str, Any]) -> None:
        """The complaint once more, but for this: what then differs is this difference's doing."""
        complaint = law.library().record_types["complaint"]
        kind = record_type({**complaint, "name": variant, "code": "RHS", **other})
        version = {
            "type": kind.name, "version": kind.version, "kind": kind.kind, "code": kind.code, "class": kind.access_class,
            "bytes": kind.definition, "hash": kind.digest, "searchable": json.dumps(kind.searchable()),
            "file_fields": kind.file_fields(), "visibility_field": kind.visibility_field, "identity_roles": list(kind.always),
            "purposes": list(kind.purposes), "valid_from": now() - timedelta(days=1),
        }  # fmt: skip
        with self.connect("admin") as admin:
            _insert(admin, "records_type_version", version)
            for row in moves_of(kind):
                _insert(admin, "records_move", row)

    def _file(self, type: str = "complaint", by: Actor = PUBLIC) -> actions.Done:
        naming = {"naming": "confidential", "reporter_name": "Sitti", "reporter_email": "s@contoh.id"}
        told = {**records.STREET_LIGHT, **naming, "happened": "2026-10-03"}
        return actions.perform(None, "file", told, by=by, at=now(), key=uuid7(), type=type)

    def connect(self, login: str) -> "psycopg.Connection[Any]":
        return psycopg.connect(self.house.dsn(login), autocommit=True)

    def citizen(self, filed: actions.Done) -> Actor:
        return Actor("slip", self.code(filed))

    def code(self, filed: actions.Done) -> bytes:
        from django.conf import settings

        return slip_code(settings.FILE_KEY, filed.subject).encode()

    def header(self, subject: UUID) -> dict[str, Any]:
        with self.connect("admin") as admin:
            row = admin.execute(
                "SELECT to_jsonb(r) FROM records_record r WHERE id = %s", [subject]
            ).fetchone()
            assert row is not None
            return row[0]  # type: ignore[no-any-return]

    def parties(self, subject: UUID) -> list[dict[str, Any]]:
        with self.connect("admin") as admin:
            rows = admin.execute(
                "SELECT scope, role, open, due FROM records_party WHERE record = %s", [subject]
            ).fetchall()
        return [{"scope": s, "role": r, "open": o, "due": rfc3339(d) if d else None} for s, r, o, d in rows]

    def content(self, subject: UUID) -> dict[str, Any]:
        with self.connect("admin") as admin:
            row = admin.execute(
                "SELECT convert_from(p.bytes, 'UTF8')::jsonb FROM ledger_part p JOIN records_record r"
                " ON r.content_entry = p.entry AND p.kind = 'content' WHERE r.id = %s",
                [subject],
            ).fetchone()
        assert row is not None
        return row[0]  # type: ignore[no-any-return]

    def on(self, done: actions.Done | UUID, act_name: str, to: str, **changes: Any) -> dict[str, Any]:
        """The facts of an act on a record as it stands."""
        h = self.header(done if isinstance(done, UUID) else done.subject)
        return {
            "subject": h["id"], "act": act_name, "type": h["type"], "type_version": h["type_version"],
            "version": h["version"] + 1, "to": to, "agency": h["agency"], "region": h["region"],
            "due": None, "law": None, "moment": None, "slip": None, "class": h["class"], **changes,
        }  # fmt: skip

    def member(self, name: str, **call: Any) -> Call:
        return Call("session", self.secret[name], self.holding[name], **call)

    def filing(self, type: str = "complaint") -> Call:
        """A complaint filed by anybody, as the form would."""
        body = self.bodies["kominfo"]
        subject = uuid7()
        facts = {
            "subject": str(subject), "act": "file", "type": type, "type_version": 1, "version": 1, "to": "filed", "agency": body,
            "region": "76.02", "due": None, "law": "permenpanrb-5-2025", "moment": None, "class": None,
            "slip": hashlib.sha256(b"ABCDEFGHIJ").hexdigest(),
        }  # fmt: skip
        pool = {"scope": f"q:{body}:verifier", "role": "verifier", "open": True, "due": None}
        return Call("public", act=facts, content=STORY, identity={"persons": [REPORTER], "parties": []}, parties=[pool],
                    jobs=[{"task": "records.news", "args": {"record": str(subject), "version": 1}}])  # fmt: skip

    def listing(self, coordinator: str = "kominfo", role: str = "coordinator") -> Call:
        """An application that an agency lists as its own, read by the coordinator of a body."""
        own = self.bodies["dinkes"]
        facts = {
            **self.filing("application").act,
            "agency": own, "to": "listed", "region": None, "slip": None, "due": rfc3339(now() + timedelta(days=9)),
        }  # fmt: skip
        pools = [(own, "officer"), (self.bodies[coordinator], role)]
        parties = [{"scope": f"q:{body}:{of}", "role": of, "open": False, "due": None} for body, of in pools]
        return self.member("other_officer", act=facts, content={"about": "Antrean"}, parties=parties)

    def undoing(self, act: str = "undo") -> Call:
        """What led a record here is corrected."""
        parties = self.parties(self.corrected.subject)
        return self.member("officer", act=self.on(self.corrected, act, "filed"), parties=parties)

    def opining(self, by: str = "own_adviser", to: str = "opined", waits: bool = False) -> Call:
        """The last of two bodies gives its opinion."""
        parties = [
            {**party, "open": waits if party["role"] == "adviser" else party["role"] == "officer"}
            for party in self.parties(self.consulted.subject)
        ]
        said = {"opinion": "granted", "opinion_words": "Tidak ada keberatan."}
        return self.member(by, act=self.on(self.consulted, "opine", to), parties=parties, payload=said)

    def consulting(self, pool: str = "pupr") -> Call:
        """A third body is asked, and the pool of this one joins."""
        joins = {"scope": f"q:{self.bodies[pool]}:adviser", "role": "adviser", "open": True, "due": None}
        return self.member(
            "licence_officer", act=self.on(self.consulted, "consult", "consulted"),
            parties=[*self.parties(self.consulted.subject), joins], payload={"target": self.bodies["pupr"]},
        )  # fmt: skip

    def asking(self) -> Call:
        return self.member(
            "verifier", act=self.on(self.filed, "ask", "asked"), payload={"question": "Di mana?"}
        )

    def forwarding(self) -> Call:
        to = self.bodies["pupr"]
        parties = [{**p, "open": False} for p in self.parties(self.filed.subject)]
        parties += [
            {"scope": f"q:{to}:{role}", "role": role, "open": role == "officer", "due": None}
            for role in ("officer", "head")
        ]
        content = {**self.content(self.filed.subject), "public_summary": "Jalan berlubang"}
        return self.member("verifier", act=self.on(self.filed, "forward", "forwarded", agency=to),
                           content=content, parties=parties, payload={"target": str(to)})  # fmt: skip

    def noting(self) -> Call:
        return self.member(
            "officer", act=self.on(self.forwarded, "progress", "forwarded"), payload={"note": "Diukur."}
        )

    def taking(self) -> Call:
        parties = [
            *self.parties(self.forwarded.subject),
            {"scope": f"h:{self.holding['officer']}", "role": "officer", "open": True, "due": None},
        ]
        return self.member("officer", act=self.on(self.forwarded, "take", "forwarded"), parties=parties)

    def confirming(self) -> Call:
        payload = {"answer": "Sudah ditambal."}
        return self.member("head", act=self.on(self.prepared, "confirm", "answered"), payload=payload)

    def proposing(self) -> Call:
        parties = [{**p, "open": p["role"] == "head"} for p in self.parties(self.forwarded.subject)]
        expires = rfc3339(now() + timedelta(days=5))
        return self.member(
            "officer", act=self.on(self.forwarded, "propose_give_back", "forwarded"), parties=parties,
            payload={"reason": "Jalan kabupaten.", "expires": expires},
        )  # fmt: skip

    def settling(self, done: actions.Done | None = None) -> Call:
        """The head confirms what the officer proposed."""
        done = done or self.proposed
        body = self.bodies["kominfo"]
        pool = {"scope": f"q:{body}:verifier", "role": "verifier", "open": True, "due": None}
        facts = self.on(done, "give_back", "filed", agency=body, confirms=True)
        return self.member("head", act=facts, parties=[pool], payload={"reason": "Jalan kabupaten."})

    def sending_back(self, done: actions.Done | None = None) -> Call:
        facts = self.on(done or self.proposed, "send_back", "forwarded")
        parties = [{**p, "open": p["role"] == "officer"} for p in self.parties(facts["subject"])]
        return self.member("head", act=facts, parties=parties, payload={"return_reason": "Sebut ruasnya."})

    def correcting(self) -> Call:
        """The head confirms content as the officer proposed it: a new title, no date, the place as it was."""
        content = {**self.content(self.corrected.subject), "about": "Jembatan rusak"}
        del content["happened"]
        facts = self.on(self.corrected, "correct", "forwarded", confirms=True)
        return self.member("head", act=facts, content=content)

    def adding(self) -> Call:
        return Call(
            "slip",
            self.code(self.forwarded),
            act=self.on(self.forwarded, "add", "forwarded"),
            payload={"note": "Masih."},
        )

    def refusing(self) -> Call:
        payload = {"ground": "not_complaint", "reason": "Bukan pengaduan."}
        return self.member("verifier", act=self.on(self.filed, "refuse", "refused"), payload=payload)

    def joining(self) -> Call:
        payload = {"duplicate_of": str(self.forwarded.subject)}
        return self.member("verifier", act=self.on(self.filed, "join", "joined"), payload=payload)

    def account(self, n: int = 0, **call: Any) -> Call:
        """One of the people with an account, signed in without a post."""
        return Call("session", self.sessions[n], None, **call)

    def party(self, n: int = 0) -> dict[str, Any]:
        return {"scope": f"p:{self.persons[n]}", "role": "applicant", "open": False, "due": None}

    def filing_signed_in(self) -> Call:
        filing = self.filing()
        identity = {"persons": [REPORTER], "parties": [self.party()]}
        return self.account(act=filing.act, content=filing.content, identity=identity, parties=filing.parties)

    def linking(self, done: actions.Done | None = None, n: int = 0) -> Call:
        done = done or self.filed
        facts = self.on(done, "link_account", self.header(done.subject)["state"])
        return self.account(
            n, act={**facts, "code": self.code(done).decode()}, identity={"parties": [self.party(n)]}
        )

    def unlinking(self) -> Call:
        return self.account(act=self.on(self.linked, "unlink_account", "filed"), identity={"parties": []})

    def adding_signed_in(self) -> Call:
        return self.account(act=self.on(self.own, "add", "filed"), payload={"note": "Masih."})

    def erasing(self) -> Call:
        return self.member(
            "verifier", act=self.on(self.closed, "erase", "closed"), payload={"reason": "Diminta."}
        )

    def replying(self) -> Call:
        return Call(
            "slip",
            self.code(self.asked),
            act=self.on(self.asked, "reply", "filed"),
            parties=[{**p, "open": True} for p in self.parties(self.asked.subject)],
            payload={"note": "Di pasar."},
        )


def _insert(connection: "psycopg.Connection[Any]", table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    connection.execute(
        f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values())
    )
