"""The room's invariants on a running province."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from serentak.law import checks, queries
from serentak.lib.clock import WITA

CONTENT = Path(__file__).parents[2] / "content"
TODAY = datetime(2026, 11, 23, 9, tzinfo=WITA)


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(CONTENT, tmp_path / "content")
    monkeypatch.setattr(settings, "CONTENT_DIR", tmp_path / "content", raising=False)
    queries.library.cache_clear()
    yield tmp_path / "content"
    queries.library.cache_clear()


@pytest.mark.usefixtures("content")
def test_nothing_is_wrong_today() -> None:
    assert list(checks.problems(TODAY)) == []


@pytest.mark.usefixtures("content")
def test_the_library_is_read_once() -> None:
    assert queries.library() is queries.library()


def test_a_version_in_use_was_edited(content: Path) -> None:
    queries.library()
    file = content / "settings" / "complaint.yaml"
    file.write_text(file.read_text().replace("value: 3\n", "value: 4\n"))
    assert [line.split(" is ")[0] for line in checks.problems(TODAY)] == ["settings/complaint.yaml"]


def test_content_that_no_longer_loads_says_where(content: Path) -> None:
    queries.library()
    file = content / "roles" / "roles.yaml"
    file.write_text(file.read_text().replace("grade: inferred", "grade: no", 1))
    (problem,) = checks.problems(TODAY)
    assert problem.startswith("roles/roles.yaml:9:")


@pytest.mark.usefixtures("content")
def test_a_day_without_values() -> None:
    found = list(checks.problems(datetime(2025, 1, 6, 9, tzinfo=WITA)))
    assert "complaint.verify_days has no value on 2025-01-06; add a value to content/settings" in found


@pytest.mark.usefixtures("content")
def test_the_calendar_must_reach_the_longest_deadline() -> None:
    assert list(checks.problems(datetime(2027, 5, 3, 9, tzinfo=WITA))) == []
    (problem,) = checks.problems(datetime(2027, 11, 1, 9, tzinfo=WITA))
    assert problem == "deadlines reach into 2028, which has no calendar; add content/calendars/2028.yaml"
