"""Three entries of the application inventory: two that agencies keep, one that the coordinator asks about.

Pure. All of it is invented.
"""

from typing import Any

from serentak.demo.rules.seats import Step, Story


def _listed(back: int, who: str, about: str, purpose: str, responsible: str, **more: Any) -> Step:
    data = {"about": about, "purpose": purpose, "responsible": responsible, "condition": "as-is", **more}
    return Step(back, "10:05", who, "file", data, opens="application")


QUEUE: Story = (
    _listed(
        8,
        "other_officer",
        "Antrean Puskesmas (peragaan)",
        "Pasien mengambil nomor antrean, petugas loket memanggilnya.",
        "Kepala Bidang Pelayanan Kesehatan",
        category="RAA.02.02",
        process="RAB.04.01",
        service="RAL.01.25",
        base="web",
        licence="open",
        database="PostgreSQL",
        linked="tidak",
        cost="24.000.000",
    ),
)
PORTAL: Story = (
    _listed(
        8,
        "programmer",
        "Portal Data (peragaan)",
        "Menerbitkan data yang boleh dibaca siapa saja.",
        "Kepala Bidang Statistik",
        category="RAA.02.02",
        process="RAB.09.03",
        data="RAD.09.03",
        base="web",
        licence="open",
        linked="ya",
        links="Aplikasi produsen data",
    ),
)
ROADS: Story = (
    _listed(
        12,
        "officer",
        "Peta Jalan (peragaan)",
        "Mencatat keadaan ruas jalan provinsi.",
        "Kepala Bidang Bina Marga",
        category="RAA.02.02",
        process="RAB.03.03",
        base="desktop",
        licence="proprietary",
    ),
    Step(2, "09:20", "coordinator", "ask", {"note": "Di server mana aplikasi ini berjalan sekarang?"}),
)
STORIES: tuple[Story, ...] = (QUEUE, PORTAL, ROADS)
