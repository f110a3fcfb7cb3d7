"""Stories told in acts: complaints, a report of wrongdoing, requests to the ICT help desk."""

from dataclasses import replace
from typing import Any

from serentak.demo.rules import applications, office, research, scholarship
from serentak.demo.rules.seats import Step, Story


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


def _asked_for(when: str, who: str, **data: Any) -> Step:
    """A request to the ICT help desk as it is filed."""
    return replace(_did(when, who, "file", **data), opens="helpdesk")


NETWORK: Story = (
    _asked_for(
        "2 08:20",
        "unit_administrator",
        about="Internet mati di ruang pelayanan",
        service="network",
        story="Sejak kemarin sore komputer loket tidak tersambung. Kabel dan listriknya sudah diperiksa.",
        affected="40",
        site={"district": "76.02.01", "village": "76.02.01.1002", "landmark": "Kantor Dinas Kesehatan"},
    ),
    _did("2 09:05", "helpdesk", "take"),
    _did(
        "1 10:30",
        "helpdesk",
        "progress",
        note="Serat optik ke gedung itu putus; penyedia sedang menyambung.",
    ),
)
CERTIFICATE: Story = (
    _asked_for(
        "6 10:15",
        "other_officer",
        about="Sertifikat kepala puskesmas habis",
        service="certificate",
        story="Surat tidak bisa ditandatangani sejak kemarin.",
        holder="Kepala Puskesmas",
        fault="over",
        known="true",
    ),
    _did("6 13:40", "helpdesk", "take"),
    _did("5 09:10", "helpdesk", "ask", question="Apakah surat permintaan instansi sudah ada?"),
    _did("5 14:20", "other_officer", "reply", note="Sudah, terlampir di naskah dinas nomor PERAGAAN/800."),
    _did(
        "4 11:00",
        "helpdesk",
        "solve",
        solution="Sertifikat diperbarui; passphrase disusun pemiliknya.",
    ),
    _did("4 15:30", "other_officer", "accept", rating="5"),
)
HOSTING: Story = (
    _asked_for(
        "0 now",
        "other_officer",
        about="Tempat untuk aplikasi antrean",
        service="hosting",
        story="Aplikasi antrean rumah sakit perlu tempat untuk enam bulan.",
        storage="250",
        why_large="Rekaman antrean dan cadangannya disimpan setahun.",
        budget="15.000.000",
    ),
)
STORIES: tuple[Story, ...] = (
    CLOSED, REOPENED, LATE, REFUSED, ANSWERED, PREPARED, SOON, PROPOSED, ASKED, OWN, NEW, SEALED,
    CERTIFICATE, NETWORK, HOSTING, *research.STORIES, *applications.STORIES, *scholarship.STORIES,
    *office.STORIES,
)  # fmt: skip
