"""What offices file about themselves: obstacles on their way up, and commitments.

Pure. All of it is invented.
"""

from typing import Any

from serentak.demo.rules.seats import Step, Story


def _obstacle(back: int, hour: str, who: str, **data: Any) -> Step:
    return Step(back, hour, who, "file", data, opens="obstacle")


WAITING: Story = (
    _obstacle(
        6,
        "08:40",
        "front_desk",
        blocks="Loket tidak bisa mencetak tanda terima",
        matter="budget",
        severity="slows",
        story="Tinta habis, belanjanya belum dianggarkan.",
    ),
)
"""The worker takes this one to the coordination team at the first start: nobody decided in time."""
DECIDED: Story = (
    _obstacle(
        7,
        "09:30",
        "other_officer",
        blocks="Data rujukan belum bisa dibagi antarpuskesmas",
        matter="rule",
        severity="hinders",
    ),
    Step(
        5,
        "10:15",
        "other_head",
        "climb_team",
        {"why_climb": "Perjanjian berbagi data melibatkan tiga instansi."},
    ),
    Step(
        3,
        "14:00",
        "coordinator",
        "decide",
        {
            "decision": "Perjanjiannya disusun bersama, dibahas tiap Senin.",
            "owner": "Koordinator Pemerintah Digital",
            "by_when": 21,
        },
    ),
    Step(1, "15:20", "coordinator", "note", {"note": "Konsep pertama sudah dibaca dua instansi."}),
)
SOLVED: Story = (
    _obstacle(
        8,
        "07:50",
        "programmer",
        blocks="Aplikasi persuratan tidak bisa dibuka",
        matter="security",
        severity="stops",
    ),
    Step(8, "13:10", "own_head", "solve", {"solution": "Sertifikat situsnya diperbarui."}),
)
IN_FORCE: Story = (
    Step(
        9,
        "10:00",
        "officer",
        "file",
        {
            "promise": "Setiap laporan jalan dijawab dengan foto perbaikannya",
            "goal": "9 dari 10 laporan",
            "measure": "Dihitung dari laporan yang dijawab di sistem ini.",
            "deadline": 120,
        },
        opens="commitment",
    ),
    Step(7, "11:30", "head", "sign"),
    Step(2, "16:00", "officer", "progress", {"note": "Bulan ini tujuh dari sepuluh."}),
)
TO_SIGN: Story = (
    Step(
        1,
        "13:45",
        "other_officer",
        "file",
        {
            "promise": "Semua puskesmas menerima pendaftaran daring",
            "goal": "94 dari 94 puskesmas",
            "measure": "Daftar puskesmas yang pendaftarannya terbuka, diperiksa tiap akhir bulan.",
            "deadline": 200,
        },
        opens="commitment",
    ),
)
STORIES: tuple[Story, ...] = (WAITING, DECIDED, SOLVED, IN_FORCE, TO_SIGN)
