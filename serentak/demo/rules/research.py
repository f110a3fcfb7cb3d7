"""Two applications for a research certificate: one of which an opinion is asked, one with a letter to sign.

Pure. All of it is invented but the places.
"""

from serentak.demo.rules.seats import Step, Story

PAPERS = ("request_letter", "proposal", "statements", "identity_card")


def _research(back: int, about: str, called: str, kind: str, institution: str) -> Step:
    """An application for a research certificate."""
    data = {
        "about": about,
        "applicant_kind": kind,
        "institution": institution,
        "purpose": "Mengumpulkan data lapangan dengan wawancara dan pengamatan untuk tugas akhir.",
        "place": {"district": "76.02.01", "landmark": "Pesisir"},
        "starts": "2027-01-11",
        "ends": "2027-04-09",
        "applicant_name": called,
    }
    return Step(back, "09:15", "public", "file", data, opens="research", papers=PAPERS)


CONSULTED: Story = (
    _research(2, "Pola tanam kakao dan pendapatan petani", "Warga L", "person", "Universitas Peragaan"),
    Step(1, "10:10", "licence_officer", "consult", {"target": "kesbangpol"}),
)
TO_SIGN: Story = (
    _research(5, "Tenun sekomandi sebagai warisan keluarga", "Warga M", "campus", "Institut Peragaan"),
    Step(4, "09:40", "licence_officer", "consult", {"target": "kesbangpol"}),
    Step(
        3,
        "14:20",
        "opinion_officer",
        "opine",
        {"opinion": "granted", "opinion_words": "Tidak ada keberatan."},
    ),
    Step(1, "09:05", "licence_officer", "propose_approve", {"number_given": "PERAGAAN/400.14.4/1/2026"}),
    Step(0, "now", "licence_head", "approve", confirms=True),
)
"""The worker draws this one's letter at the first start; then it waits for its signature."""
STORIES: tuple[Story, ...] = (CONSULTED, TO_SIGN)
