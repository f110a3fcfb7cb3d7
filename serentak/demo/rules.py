"""The demonstration as values: who sits where, and twelve stories told in acts. All of it is invented but
the places.

Pure. Days are counted back in working days from the day of installation, so that the inbox always shows
something late, something due and something waiting. `demo.actions` tells the stories.
"""

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
    `opens` is the record type of a first act."""

    back: int
    hour: str
    who: str
    act: str
    data: Mapping[str, Any] = field(default_factory=dict)
    photo: str | None = None
    opens: str = "complaint"


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


def _did(when: str, who: str, act: str, photo: str | None = None, **data: Any) -> Step:
    back, hour = when.split()
    return Step(int(back), hour, who, act, data, photo)


def _filed(
    when: str, about: str, story: str, *, category: str, place: str, naming: str = "", **rest: Any
) -> Step:
    """A complaint as it is filed; `place` is district, village and landmark, `naming` how the reporter is
    named and what the reporter is called."""
    district, village, landmark = (part.strip() for part in place.split(";"))
    how, _, called = naming.partition(" ")
    data = {"about": about, "story": story, "category": category, "naming": how or "anonymous", **rest}
    data["place"] = {"district": district, "village": village, "landmark": landmark}
    if called:
        data["reporter_name"] = called
    return _did(when, data.pop("who", "public"), "file", data.pop("photo", None), **data)


def _forwarded(when: str, target: str, category: str, summary: str) -> Step:
    return _did(when, "verifier", "forward", target=target, category=category, public_summary=summary)


NEW: Story = (
    _filed(
        "0 now",
        "Lampu jalan padam di depan pasar",
        "Tiga lampu jalan di depan pasar padam sejak hujan besar. Malam hari pembeli berjalan di tempat gelap"
        " dan sudah ada yang terperosok ke selokan.",
        category="jalan",
        place="76.02.01; 76.02.01.1002; Depan pasar, sisi terminal",
    ),
)
REFUSED: Story = (
    _filed(
        "9 09:20",
        "Sampah menumpuk di tepi jalan lingkungan",
        "Sampah di tikungan tidak diangkut selama dua pekan, baunya sampai ke rumah warga.",
        category="lain",
        place="76.05.01; 76.05.01.1001; Tikungan dekat lapangan",
    ),
    _did(
        "8 10:05",
        "verifier",
        "refuse",
        ground="not_authority",
        reason="Pengangkutan sampah lingkungan adalah urusan pemerintah kabupaten. Laporan yang sama bisa"
        " dikirim lewat SP4N-LAPOR! dengan memilih Pemerintah Kabupaten Majene.",
    ),
)
ASKED: Story = (
    _filed(
        "3 14:10",
        "Bantuan sosial tidak sampai",
        "Nama keluarga kami ada di daftar penerima, tetapi bantuannya tidak pernah kami terima.",
        category="bantuan",
        place="76.04.01; 76.04.01.2002; Dusun dekat muara",
        naming="confidential Warga A",
        reporter_phone="0812 0000 0001",
    ),
    _did(
        "2 09:15",
        "verifier",
        "ask",
        question="Bantuan apa dan untuk bulan apa? Di mana daftar penerimanya ditempel?",
    ),
)
LATE: Story = (
    _filed(
        "11 08:40",
        "Jalan berlubang di depan sekolah",
        "Lubang selebar dua meter di depan sekolah. Pekan lalu dua anak jatuh dari sepeda. Kalau hujan"
        " lubangnya tertutup air.",
        category="jalan",
        place="76.05.03; ; Depan sekolah dasar, arah pantai",
        naming="confidential Warga B",
        reporter_email="warga.b@contoh.invalid",
        photo="lubang di depan sekolah",
    ),
    _forwarded("9 10:30", "pupr", "jalan", "Jalan berlubang di depan sekolah di Sendana"),
    _did("9 13:40", "officer", "take"),
    _did(
        "7 15:00",
        "officer",
        "progress",
        "pemeriksaan lapangan",
        note="Lokasi diperiksa. Lubang 2,1 x 1,4 meter, dalam 18 sentimeter. Rambu sudah dipasang.",
    ),
    _did(
        "3 11:10",
        "officer",
        "progress",
        note="Penambalan tertunda: aspal campuran panas baru tersedia pekan depan.",
    ),
)
SOON: Story = (
    _filed(
        "6 09:00",
        "Talud jalan longsor",
        "Talud di sisi jurang longsor sepanjang kira-kira enam meter. Mobil harus bergantian lewat.",
        category="jalan",
        place="76.03.03; ; Tanjakan sesudah jembatan kedua",
        naming="named Warga C",
        channel="lapor",
        lapor_number="PERAGAAN-0000001",
        who="verifier",
        photo="talud longsor",
    ),
    _forwarded("4 09:45", "pupr", "jalan", "Talud jalan longsor di Mamasa"),
    _did("3 08:20", "officer", "take"),
)
PREPARED: Story = (
    _filed(
        "7 15:30",
        "Saluran air tersumbat di tepi jalan",
        "Saluran di sisi jalan tertutup tanah galian. Setiap hujan air masuk ke tiga rumah.",
        category="jalan",
        place="76.02.12; ; Seberang kantor desa",
        naming="named Warga D",
        who="resident",
        reporter_phone="0812 0000 0004",
        photo="saluran tersumbat",
    ),
    _forwarded("5 11:00", "pupr", "jalan", "Saluran air tersumbat di Simboro"),
    _did("5 13:30", "officer", "take"),
    _did(
        "1 10:20",
        "officer",
        "prepare",
        "saluran sesudah dikeruk",
        answer="Saluran sepanjang 40 meter sudah dikeruk dan tanah galian diangkut. Bak kontrol dipasang"
        " supaya tidak tersumbat lagi, diperiksa setiap bulan.",
    ),
)
PROPOSED: Story = (
    _filed(
        "4 10:15",
        "Lubang di jalan lingkungan perumahan",
        "Tiga lubang di jalan masuk perumahan, sepeda motor sering jatuh kalau hujan.",
        category="jalan",
        place="76.02.01; 76.02.01.1002; Gerbang perumahan",
    ),
    _forwarded("3 09:20", "pupr", "jalan", "Jalan lingkungan berlubang di Mamuju"),
    _did("2 08:30", "officer", "take"),
    _did(
        "1 14:05",
        "officer",
        "propose_give_back",
        reason="Ruas ini jalan lingkungan, urusan pemerintah kabupaten. Sudah diperiksa di lapangan kemarin.",
    ),
)
ANSWERED: Story = (
    _filed(
        "9 10:00",
        "Jembatan gantung kehilangan papan",
        "Empat papan jembatan gantung hilang. Anak sekolah menyeberang dengan berpegangan pada tali.",
        category="jalan",
        place="76.06.04; ; Jembatan gantung di atas sungai",
        naming="named Warga E",
    ),
    _forwarded("8 09:10", "pupr", "jalan", "Papan jembatan gantung hilang di Topoyo"),
    _did("8 10:00", "officer", "take"),
    _did(
        "4 14:00",
        "officer",
        "prepare",
        "papan jembatan baru",
        answer="Empat papan diganti dan seluruh baut dikencangkan. Diperiksa lagi sesudah musim hujan.",
    ),
    _did("3 09:30", "deputy", "confirm"),
)
CLOSED: Story = (
    _filed(
        "14 08:10",
        "Loket pendaftaran rumah sakit hanya satu",
        "Antrean pendaftaran sampai tiga jam karena hanya satu loket yang buka setiap pagi.",
        category="kesehatan",
        place="76.02.12; ; Rumah sakit umum daerah provinsi",
        naming="named Warga F",
    ),
    _forwarded("13 10:00", "dinkes", "kesehatan", "Antrean panjang di loket pendaftaran rumah sakit"),
    _did("13 14:15", "other_officer", "take"),
    _did(
        "10 11:00",
        "other_officer",
        "prepare",
        answer="Mulai pekan ini dua loket dibuka pada hari kerja, dan nomor antrean bisa diambil sejak pukul"
        " 06.30.",
    ),
    _did("9 08:45", "other_head", "confirm"),
    _did("8 20:10", "other_resident", "link_account"),
    _did("6 19:20", "other_resident", "rate", rating="4", comment="Antrean jauh lebih pendek. Terima kasih."),
)
REOPENED: Story = (
    _filed(
        "16 13:00",
        "Marka dan rambu hilang di tikungan",
        "Rambu tikungan tajam roboh dan belum dipasang lagi. Malam hari sangat berbahaya.",
        category="jalan",
        place="76.01.02; ; Tikungan sesudah kebun sawit",
        naming="confidential Warga G",
    ),
    _forwarded("15 09:00", "pupr", "jalan", "Rambu tikungan roboh di Pasangkayu"),
    _did("15 10:30", "officer", "take"),
    _did("12 15:10", "officer", "prepare", answer="Rambu sudah dipasang kembali."),
    _did("11 09:20", "head", "confirm"),
    _did(
        "2 18:40",
        "slip",
        "reopen",
        "rambu di sisi yang salah",
        reason="Rambunya dipasang di sisi yang salah, dari arah selatan tetap tidak terlihat.",
    ),
)
OWN: Story = (
    _filed(
        "1 09:35",
        "Petugas loket informasi tidak melayani",
        "Dua kali saya datang pada jam layanan, loket informasi kosong dan telepon tidak diangkat.",
        category="petugas",
        place="76.02.01; 76.02.01.1013; Kantor Dinas Kominfo",
        agency="kominfo",
        naming="confidential Warga H",
    ),
)
SEALED: Story = (
    Step(
        6,
        "20:10",
        "public",
        "file",
        {
            "about": "Harga satuan kursi dinaikkan dua kali lipat",
            "matter": "fraud",
            "story": "Faktur kursi rapat dibuat dua kali. Yang dibayar lembar kedua, dua kali harganya.",
            "naming": "confidential",
            "reporter_name": "Warga K",
        },
        opens="whistleblowing",
    ),
    _did("4 09:00", "inspector", "examine"),
    _did("2 10:30", "inspector", "ask", question="Di lembar mana nomor fakturnya tertulis?"),
    _did("1 21:05", "slip", "reply", note="Di kanan atas kedua lembar, nomornya sama."),
)
STORIES: tuple[Story, ...] = (
    CLOSED, REOPENED, LATE, REFUSED, ANSWERED, PREPARED, SOON, PROPOSED, ASKED, OWN, NEW, SEALED,
)  # fmt: skip
