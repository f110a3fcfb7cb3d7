"""The committed content, changed in one place."""

from pathlib import Path

import pytest

from serentak.law import packs

CONTENT = Path(__file__).parents[3] / "content"
COMPLAINT = "records/complaint.yaml"
AGENCIES = "agencies/sulawesi-barat.yaml"
HOLDINGS = "holdings/kinds.yaml"
SCORED = "scored/2026.yaml"
OBSTACLE = "records/obstacle.yaml"
HELPDESK = "records/helpdesk.yaml"
APPLICATION = "records/application.yaml"
RESEARCH = "records/research.yaml"
CODES = "references/ict-services.yaml"
LARGE = "when: {all: [{field: storage, more: 1000}]}"
TIMES = "settings/complaint.yaml"
HOURS = "calendars/office-hours.yaml"
REGIONS = "regions/sulawesi-barat.yaml"


def change(content: Path, file: str, old: str, new: str) -> int:
    """Replace the first `old` in a file; the line where the replacement begins."""
    text = (content / file).read_text()
    assert old in text
    (content / file).write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1 + (len(new) - len(new.lstrip("\n")))


def refused(content: Path) -> list[packs.Problem]:
    with pytest.raises(packs.ContentError) as caught:
        packs.load(content)
    return list(caught.value.problems)
