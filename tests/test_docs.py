"""The documentation is true: commands exist, links resolve, the walk names real functions, the schema is today's.

The schema test needs PostgreSQL of the wheel's major, since another major spells its dump differently.
"""

import ast
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import click
import pytest
import yaml
from django.test import Client

from tests.house.plan import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "bench/README.md"])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


def fences(text: str) -> list[str]:
    """Lines of the code fences of a page."""
    return [
        line for block in re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S) for line in block.splitlines()
    ]


def said(text: str, program: str) -> list[list[str]]:
    """Words after `program` wherever a page gives a command: in a fence, or in backticks."""
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    commands = [line.split("#")[0] for line in fences(text)] + inline
    found = [
        re.match(rf"(?:[A-Z_]+=\S+ )*(?:\S*/)?{program}((?: \S+)+)", command.strip()) for command in commands
    ]
    return [match[1].split() for match in found if match]


# Makefile


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.M))


@pytest.mark.parametrize("page", NAMES)
def test_make_targets_exist(page: str) -> None:
    for words in said((ROOT / page).read_text(), "make"):
        goals = [word for word in words if "=" not in word and not word.startswith("-")]
        assert set(goals) <= targets(), f"{page}: make {' '.join(words)}"


def test_the_readme_gives_two_commands() -> None:
    assert [words for words in said((ROOT / "README.md").read_text(), "make") if words in (["up"], ["test"])]


# serentak


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command of the command line with its path."""
    from serentak.site.command import main

    def below(group: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
        if path:
            yield path, group
        for name, command in getattr(group, "commands", {}).items():
            yield from below(command, (*path, name))

    return below(main, ())


@pytest.mark.parametrize("page", NAMES)
def test_serentak_commands_exist(page: str) -> None:
    known = dict(commands())
    for words in said((ROOT / page).read_text(), "serentak"):
        path: tuple[str, ...] = ()
        for word in words:
            if (*path, word) not in known:
                break
            path = (*path, word)
        assert path, f"{page}: serentak {' '.join(words)}"
        rest = words[len(path) :]
        is_group = isinstance(known[path], click.Group)
        assert not (is_group and rest and not rest[0].startswith("-")), f"{page}: serentak {' '.join(words)}"
        options = {option for parameter in known[path].params for option in parameter.opts} | {"--help"}
        given = {word.strip("[]").split("=")[0] for word in rest if word.startswith(("-", "[-"))}
        assert given <= options, f"{page}: serentak {' '.join(words)}"


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs/operate/commands.md").read_text()
    for path, command in commands():
        assert command.help, f"serentak {' '.join(path)} has no help"
        assert f"`serentak {' '.join(path)}" in text or isinstance(command, click.Group), path
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("--") or option in text, f"serentak {' '.join(path)} {option}"


def settings_read() -> set[str]:
    """Names of environment variables: what the reader names, and any SERENTAK_ name elsewhere in the package."""
    from serentak.site.environment import OIDC_SECRET, SECRETS

    found = {f"SERENTAK_{name.upper()}" for name in (*SECRETS, OIDC_SECRET)}
    for path in (ROOT / "serentak").rglob("*.py"):
        shape = r"[A-Z][A-Z_]{2,}[A-Z]" if path.name == "environment.py" else r"SERENTAK_[A-Z_]*[A-Z]"
        found |= {
            node.value
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.fullmatch(shape, node.value)
        }
    return found


def test_every_setting_is_documented_and_no_other() -> None:
    told = re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/operate/settings.md").read_text(), re.M)
    assert settings_read() == set(told) and len(told) == len(set(told))


# Links


def anchors(text: str) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", NAMES)
def test_links_resolve(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        place = (path.parent / file).resolve() if file else path
        assert place.exists(), f"{page} links to {target}"
        assert not anchor or anchor in anchors(place.read_text()), f"{page} links to {target}"


def test_every_decision_has_its_number_and_a_title() -> None:
    files = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    for number, file in enumerate(files, 1):
        assert file.name.startswith(f"{number:04}-"), file.name
        assert file.read_text().startswith(f"# {number}. "), file.name


# Guides


@pytest.mark.parametrize("guide", sorted((ROOT / "docs/guide").glob("*.md")), ids=lambda path: path.stem)
def test_guides_name_words_that_stand_on_the_pages(guide: Path) -> None:
    """Words in *italics* are what a person reads on a page: in a template, or in a record type, which the
    engine adds to."""
    pages = [*(ROOT / "serentak").glob("*/templates/**/*.html"), *(ROOT / "content").rglob("*.yaml")]
    pages += [ROOT / f"serentak/records/rules/{name}.py" for name in ("proposing", "lettering")]
    shown = "\n".join(page.read_text() for page in pages)
    text = re.sub(r"\*\*\*?", "\0", guide.read_text())
    for words in re.findall(r"\*([^*\0]+)\*", text):
        assert " ".join(words.split()) in shown, f"{guide.name}: no page says {words!r}"


# The walk


def steps() -> list[tuple[str, str]]:
    """(file, function) of every step of the walk, in order."""
    return re.findall(r"`([\w/.]+\.(?:py|sql)):(\w+)`", (ROOT / "docs/walk.md").read_text())


def test_the_walk_names_real_functions() -> None:
    assert len(steps()) > 12
    for file, function in steps():
        text = (ROOT / file).read_text()
        if file.endswith(".sql"):
            assert re.search(rf"FUNCTION {function}\(|TRIGGER {function}\b", text), f"{file}:{function}"
            continue
        defined = {
            node.name
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        }
        assert function in defined, f"{file}:{function}"


def walked(section: str) -> list[tuple[str, str]]:
    """The Python steps of one section of the walk."""
    text = (ROOT / "docs/walk.md").read_text()
    part = re.search(rf"^## \d+\. {section}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert part, section
    return re.findall(r"`([\w/.]+\.py):(\w+)`", part[1])


def called(do: Callable[[], object]) -> list[tuple[str, str]]:
    """(file, function) of every function of the package entered while `do` runs, in order."""
    seen: list[tuple[str, str]] = []

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(ROOT / "serentak")):
            seen.append((str(Path(frame.f_code.co_filename).relative_to(ROOT)), frame.f_code.co_name))

    sys.setprofile(note)
    try:
        do()
    finally:
        sys.setprofile(None)
    return seen


@pytest.mark.django_db
def test_the_walk_is_the_way_a_complaint_goes(client: Client) -> None:
    from tests.cases.filing import KIRIM, typed

    answers: list[Any] = []

    def file() -> None:
        answers.append(client.post(KIRIM, typed(alike="1")))

    filing, slip = walked("Filing"), walked("The slip")
    went = called(file)
    assert answers[0].status_code == 303
    for step in filing:
        assert step in went, f"filing does not pass {step}"
    inside = [went.index(step) for step in filing]
    assert inside == sorted(inside), "filing passes the steps in another order than the walk"
    went = called(lambda: answers.append(client.get(answers[0].url)))
    assert answers[1].status_code == 200
    assert ("serentak/cases/views/slip.py", "page") in went and slip[3] in went


# Metadata


def test_publiccode_says_what_it_must() -> None:
    told: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    for key in (
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    ):
        assert told[key], key
    assert told["legal"]["license"] == "EUPL-1.2"
    assert told["maintenance"]["contacts"][0]["name"]
    for language in told["localisation"]["availableLanguages"]:
        description = told["description"][language]
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text()
    articles = re.findall(r"^(\d+)\. \w", text, re.M)
    assert articles == [str(n) for n in range(1, 16)] and "Appendix" in text and "LiLiQ-R+" in text


# The schema


@pytest.mark.django_db
def test_schema_sql_is_the_schema_of_today() -> None:
    from django.db import connection

    from tests.house.schema import dump

    if connection.cursor().connection.info.server_version // 10_000 != 18:
        pytest.skip("another major spells its dump differently; docs/schema.sql is the wheel's")
    file, today = ROOT / "docs/schema.sql", dump()
    if os.environ.get("WRITE_SCHEMA"):
        file.write_text(today)
    assert file.read_text() == today, "the schema changed: run `make schema`, read the diff, commit it"
