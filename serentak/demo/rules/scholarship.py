"""Applications for a scholarship: two to be checked, three that wait for one decree.

Pure. All of it is invented but the places.
"""

from serentak.demo.rules.seats import Step, Story


def _applied(back: int, hour: str, about: str, called: str, grade: str, track: str = "merit") -> Step:
    """An application with its papers."""
    papers = ["identity_card", "enrolled", "transcript", *(["need_letter"] if track == "need" else [])]
    data = {
        "about": about,
        "level": "bachelor",
        "track": track,
        "semester": "5",
        "grade_point": grade,
        "home": {"district": "76.02.01", "landmark": "Dekat dermaga"},
        "no_other": "true",
        "applicant_name": called,
    }
    return Step(back, hour, "public", "file", data, opens="scholarship", papers=tuple(papers))


def _eligible(back: int, about: str, called: str, grade: str, track: str = "merit") -> Story:
    """One that an officer checked on the next working day."""
    return (
        _applied(back, "10:30", about, called, grade, track),
        Step(back - 1, "09:30", "scholarship_officer", "qualify"),
    )


STORIES: tuple[Story, ...] = (
    _eligible(6, "S1 Kehutanan, Universitas Peragaan", "Warga N", "3,41"),
    _eligible(5, "S1 Keperawatan, Institut Peragaan", "Warga O", "3,72", "need"),
    _eligible(4, "S1 Perikanan, Universitas Peragaan", "Warga P", "3,18"),
    (_applied(1, "13:15", "S1 Informatika, Institut Peragaan", "Warga Q", "3,55"),),
    (_applied(0, "now", "S1 Gizi, Universitas Peragaan", "Warga R", "2,97", "need"),),
)
