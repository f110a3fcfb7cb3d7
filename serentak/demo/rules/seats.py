"""Who sits where in the demonstration, and what a step of a story is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any, Protocol

from serentak.agencies.rules import DEFINITIVE, DELEGATED
from serentak.agencies.terms import DEFINITELY, Terms
from serentak.lib.clock import WITA, local_day

WEEK = timedelta(days=7)
OPENED = datetime(2026, 1, 2, 8, 0, tzinfo=WITA)
"""When the demonstration's posts were opened: the first working day after the change of 1 January 2026."""


@dataclass(frozen=True)
class Seat:
    """A post of the demonstration, the account that holds it and how; an account may hold several."""

    id: str
    username: str
    name: str
    organisation: str
    title: str
    role: str
    kind: str = DEFINITIVE
    district: str | None = None


SEATS = (
    Seat("verifier", "verifikator", "Pegawai A", "kominfo", "Pemeriksa Pengaduan", "verifier"),
    Seat("officer", "petugas", "Pegawai B", "pupr", "Petugas Pengaduan", "officer"),
    Seat("head", "kepala", "Pegawai C", "pupr", "Kepala Dinas PUPR", "head"),
    Seat("other_officer", "petugas.lain", "Pegawai D", "dinkes", "Petugas Pengaduan", "officer"),
    Seat("other_head", "kepala.lain", "Pegawai E", "dinkes", "Kepala Dinas Kesehatan dan KB", "head"),
    Seat("inspector", "inspektorat", "Pegawai F", "inspektorat", "Pemeriksa Pengaduan", "verifier"),
    Seat("own_officer", "administrator", "Pegawai G", "kominfo", "Petugas Pengaduan", "officer"),
    Seat("own_head", "kepala.lain", "Pegawai E", "kominfo", "Kepala Dinas Kominfo", "head", "plt"),
    Seat("front_desk", "loket", "Pegawai J", "pupr", "Petugas Loket", "front_desk"),
    Seat("information_officer", "ppid", "Pegawai K", "kominfo", "PPID Utama", "information_officer"),
    Seat("section_head", "kabid", "Pegawai H", "pupr", "Kepala Bidang Bina Marga", "section_head"),
    Seat(
        "unit_administrator",
        "kepegawaian",
        "Pegawai I",
        "dinkes",
        "Pengelola Kepegawaian",
        "unit_administrator",
    ),
    Seat(
        "coordinator", "koordinator", "Pegawai L", "kominfo", "Koordinator Pemerintah Digital", "coordinator"
    ),
    Seat("programmer", "pranata", "Pegawai M", "kominfo", "Pranata Komputer", "programmer"),
    Seat("helpdesk", "bantuan", "Pegawai U", "kominfo", "Petugas Bantuan Teknologi", "helpdesk"),
    Seat("assessor", "penilai", "Pegawai N", "inspektorat", "Penilai Pemerintah Digital", "assessor"),
    Seat("auditor", "auditor", "Pegawai T", "inspektorat", "Auditor", "auditor"),
    Seat("secretary", "sekda", "Pegawai O", "setda", "Sekretaris Daerah", "secretary"),
    Seat("governor", "gubernur", "Pejabat P", "gubernur", "Gubernur Sulawesi Barat", "governor"),
    Seat("council_secretariat", "setwan", "Pegawai Q", "setwan", "Pencatat Sidang", "council_secretariat"),
    Seat(
        "legislator",
        "dewan.satu",
        "Anggota R",
        "komisi-i",
        "Anggota Komisi I",
        "legislator",
        district="mamuju",
    ),
    Seat(
        "other_legislator",
        "dewan.tiga",
        "Anggota S",
        "komisi-iii",
        "Anggota Komisi III",
        "legislator",
        district="mamasa",
    ),
    Seat("licence_officer", "petugas.izin", "Pegawai U", "dpmptsp", "Petugas Perizinan", "officer"),
    Seat("licence_head", "kepala.izin", "Pegawai V", "dpmptsp", "Kepala DPMPTSP", "head"),
    Seat("scholarship_officer", "petugas.kesra", "Pegawai X", "biro-pemkesra", "Petugas Beasiswa", "officer"),
    Seat("scholarship_head", "kepala.kesra", "Pegawai Y", "biro-pemkesra", "Kepala Biro Pemkesra", "head"),
    Seat("opinion_officer", "petugas.kesbang", "Pegawai W", "kesbangpol", "Petugas Pertimbangan", "adviser"),
    Seat("own_adviser", "administrator", "Pegawai G", "kominfo", "Petugas Pertimbangan", "adviser"),
)
DEPUTY = Seat("deputy", "kabid", "Pegawai H", "pupr", "", "head", DELEGATED)
"""To whom the head of Public Works gave one act: to confirm answers on his behalf."""
ADMINISTRATOR = Seat("administrator", "administrator", "Pegawai G", "kominfo", "", "administrator")


@dataclass(frozen=True)
class Resident:
    """A citizen with an account: no post, nobody's name."""

    id: str
    username: str
    name: str


RESIDENTS = (
    Resident("resident", "warga.d@contoh.id", "Warga D"),
    Resident("other_resident", "warga.f@contoh.id", "Warga F"),
)
"""The first files signed in; the second takes a case in that was filed without the account."""


def terms(kind: str, *, at: datetime, district: str | None = None) -> Terms:
    """The terms of a seat that begins a week before `at`; an acting one lasts less than three months."""
    if kind == DEFINITIVE:
        return replace(DEFINITELY, district=district)
    acts = frozenset({"complaint.confirm"}) if kind == DELEGATED else None
    letter = "PERAGAAN/800.1/" + kind.upper()
    return Terms(kind, letter, local_day(at - WEEK), at + timedelta(days=80), only_acts=acts)


@dataclass(frozen=True)
class Step:
    """One act: how many working days ago and at what hour, by whom (a seat, a resident, `public` or `slip`);
    `opens` is the record type of a first act, `papers` its fields that get a page; it `confirms`."""

    back: int
    hour: str
    who: str
    act: str
    data: Mapping[str, Any] = field(default_factory=dict)
    photo: str | None = None
    opens: str = "complaint"
    papers: tuple[str, ...] = ()
    confirms: bool = False


Story = tuple[Step, ...]


class WorkingDays(Protocol):
    """The part of the calendar that stories need."""

    def is_working(self, day: Any) -> bool: ...


def moment(step: Step, *, at: datetime, calendar: WorkingDays) -> datetime:
    """When the step happened: so many working days before `at`; today means 25 minutes ago."""
    if step.back == 0:
        return at - timedelta(minutes=25)
    day, left = local_day(at), step.back
    while left:
        day -= timedelta(days=1)
        left -= calendar.is_working(day)
    return datetime.combine(day, time.fromisoformat(step.hour), WITA)
