"""The command that takes pictures: it finds its steps from any folder, and its way through the pages."""

import subprocess
import sys
from pathlib import Path

from PIL import Image

from tests.journeys import pictures
from tests.journeys.visit import Visits


def test_a_case_in_pictures(visit: Visits, tmp_path: Path) -> None:
    pictures.case(visit, tmp_path)
    names = (
        "form-wrong",
        "slip",
        "case",
        "record-verifikator",
        "record-petugas",
        "record-kepala",
        "case-answered",
    )
    for name in names:
        for width in (360, 1440):
            with Image.open(tmp_path / f"{name}-{width}.png") as image:
                assert image.width == width and image.height <= pictures.TALLEST


def test_without_a_demonstration_it_says_so_in_one_line(tmp_path: Path) -> None:
    command = [
        Path(sys.executable).with_name("serentak"),
        "screenshots",
        tmp_path,
        "--base",
        "http://localhost:1",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1
    assert (
        "no demonstration answers at http://localhost:1. " in done.stderr.lower()
        and done.stderr.count("\n") == 1
    )
