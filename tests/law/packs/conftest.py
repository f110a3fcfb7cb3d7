"""The content to change."""

import shutil
from pathlib import Path

import pytest

from tests.law.packs.edits import CONTENT, REGIONS


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The committed content with one village only, since the others just cost time here."""
    shutil.copytree(CONTENT, tmp_path / "content", ignore=shutil.ignore_patterns("tests"))
    file = tmp_path / "content" / REGIONS
    text = file.read_text().split("\n")
    first = next(n for n, line in enumerate(text) if "76.01.01.1" in line)
    file.write_text("\n".join(text[: first + 1]) + "\n")
    elected = file.with_name("electoral-districts.yaml")
    elected.write_text(elected.read_text().partition("  - id: mamuju\n")[0])
    return tmp_path / "content"
