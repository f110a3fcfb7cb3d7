"""What the build gives: small, complete, for old browsers, and nothing from elsewhere."""

import re
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(ROOT.glob("serentak/*/templates/**/*.html"))
FILES = {
    "public.css", "desk.css", "demo-print.css", "public.js", "desk.js", "sw.js",
    "icons.svg", "mark.svg", "source-sans-3.woff2",
}  # fmt: skip


def test_only_these_files_are_shipped(static: Path) -> None:
    assert {file.name for file in static.iterdir()} == FILES


def test_a_public_page_leaves_room_for_its_text_in_60_kilobytes(static: Path) -> None:
    parts = ["public.css", "public.js", "icons.svg", "mark.svg", "source-sans-3.woff2"]
    sizes = {name: len(brotli.compress((static / name).read_bytes())) for name in parts}
    assert sum(sizes.values()) < 52_000, sizes
    assert sum(sizes.values()) - sizes["source-sans-3.woff2"] < 23_000, sizes  # phones do not load the font


@pytest.mark.parametrize("name", ["public.css", "desk.css"])
def test_styles_have_no_layers_nothing_from_elsewhere_and_no_norwegian(static: Path, name: str) -> None:
    css = (static / name).read_text()
    assert "@layer" not in css
    assert set(re.findall(r"url\(([^d\"')][^)]*)\)", css)) == {"source-sans-3.woff2"}
    assert "http" not in re.sub(
        r"http://www\.w3\.org/\d+/svg|http%3A%2F%2Fwww\.w3\.org%2F2000%2Fsvg", "", css
    )
    assert "tegn" not in css


def test_every_variable_that_is_read_is_set(static: Path) -> None:
    for name in ("public.css", "desk.css"):
        css = (static / name).read_text()
        read = set(re.findall(r"var\((--s-[\w-]+)\)", css))
        assert read - set(re.findall(r"(--s-[\w-]+):", css)) == set()


def test_every_icon_that_a_template_names_is_in_the_sprite(static: Path) -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (static / "icons.svg").read_text()))
    named = {
        name for file in TEMPLATES for name in re.findall(r'(?:icon\(|sign=)"([^"]+)"', file.read_text())
    }
    given = {name for file in TEMPLATES for name in re.findall(r'"(s-[a-z]+)"', file.read_text())}
    assert len(named) > 20
    assert (named | given) - drawn == set()


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT / "serentak")))
def test_no_template_carries_code_or_styles_of_its_own(file: Path) -> None:
    text = file.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\ssrc=)", text)
