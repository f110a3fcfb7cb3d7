"""The house stands as HOUSE.md says, and each checker catches the violation it is there for.

No database here. What needs one (every table listed, every model made by an action) is in
`tests/house/test_tables.py`.
"""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.house import contracts, walls
from tests.house.plan import ROOT, Plan, house_text, names, plan, read, table

PACKAGE = ROOT / "serentak"
MODULES = [walls.Module.of(path, PACKAGE) for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE]
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*"))


# The house as it is


def test_imports_keep_to_the_floors_and_stairs() -> None:
    """In a process of its own: the linter keeps global state and its graph is large."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.house.contracts"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_walls_hold() -> None:
    complaints = [complaint for module in MODULES for complaint in walls.python_walls(module, plan())]
    assert not complaints, "\n".join(complaints)


def test_templates_stand_in_known_frames_without_script_or_style() -> None:
    pages = [path for path in TEMPLATES if path.is_file()]
    complaints = [
        complaint
        for path in pages
        for complaint in walls.template(str(path.relative_to(ROOT)), path.read_text())
    ]
    assert pages and not complaints, "\n".join(complaints)


def test_the_table_of_names_has_no_line_without_a_module() -> None:
    gone = [f"{n.room}.{n.module}" for n in plan().names if not contracts.exists(PACKAGE / n.room, n.module)]
    assert not gone, gone


def test_every_room_on_the_floors_exists() -> None:
    assert sorted(plan().rooms) == sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def test_every_invariant_names_a_test_and_a_check_that_exist() -> None:
    rows = table(house_text(), "Invariants")
    assert [row["id"] for row in rows] == [f"I{n + 1}" for n in range(len(rows))]
    for row in rows:
        assert names(row["test"]), f"{row['id']} has no test"
        for reference in names(row["test"]) + names(row["check"]):
            assert defined(reference), f"{row['id']}: {reference} is not there"


def defined(reference: str) -> bool:
    """`path.py::function`, or `path.py`; a command such as `serentak ledger verify` is proved by test_docs."""
    if reference.startswith("serentak "):
        return True
    path, _, function = reference.partition("::")
    if not (ROOT / path).is_file():
        return False
    if path.endswith(".sql"):
        return f"FUNCTION {function}(" in (ROOT / path).read_text()
    return not function or function in functions(ROOT / path)


def functions(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }


# Content, locks, settings


def citations(value: object) -> list[str]:
    """Every `law:` below a parsed YAML value."""
    if isinstance(value, dict):
        own = [value["law"]] if isinstance(value.get("law"), str) else []
        return own + [law for item in value.values() for law in citations(item)]
    if isinstance(value, list):
        return [law for item in value for law in citations(item)]
    return []


def test_every_citation_in_content_resolves() -> None:
    from serentak.law.queries import library

    cited = {
        law: path.relative_to(ROOT)
        for path in sorted((ROOT / "content").rglob("*.yaml"))
        if "tests" not in path.parts
        for law in citations(yaml.safe_load(path.read_text()))
    }
    assert cited
    for law, path in cited.items():
        assert library().law(law).title, f"{path} cites {law}"


def test_every_citation_in_code_resolves() -> None:
    from serentak.law.queries import library

    for module in MODULES:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.keyword) and node.arg == "law" and isinstance(node.value, ast.Constant):
                if isinstance(node.value.value, str):
                    assert library().law(node.value.value), f"{module.name}:{node.value.lineno}"


def test_locks_hold_hashes_and_no_address_of_a_registry() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text()
        assert "--hash=sha256:" in text and not re.search(r"https?://|--(extra-)?index-url", text), lock
    package = json.loads((ROOT / "frontend/package-lock.json").read_text())
    for name, entry in package["packages"].items():
        assert "resolved" not in entry, name
        assert not name or entry.get("integrity") or entry.get("link"), name


def test_ruff_refuses_get_model_and_a_broad_except(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(
        '"""x"""\nfrom django.apps import apps\n\ntry:\n    apps.get_model("records", "Record")\n'
        "except Exception:\n    pass\n"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--config",
            str(ROOT / "pyproject.toml"),
            "--no-cache",
            str(planted),
        ],
        capture_output=True,
        text=True,
    )
    assert "TID251" in done.stdout and "BLE001" in done.stdout


# The checkers catch what they are there for

SMALL = read("""
## Floors

| rooms | holds |
|---|---|
| `site` `demo` | top |
| `desk` | pages |
| `records` | engine |
| `ledger` `law` | bottom |
| `lib` | words |

## Stairs

| stair | holds | door |
|---|---|---|
| `urls` | | `site` |
| `views` | | closed |
| `actions` | | open |
| `queries` | | open |
| `models` | | closed |
| `rules` | | open |

## Names

| room | modules | stair | pure | door | holds |
|---|---|---|---|---|---|
| `ledger` | `note` | `rules` | pure | open | |
| `ledger` | `verify` | `actions` | free | `site` | |
""")


def module(name: str, source: str) -> walls.Module:
    return walls.Module(tuple(name.split(".")), source)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("desk.views", "from serentak.records.models import Record"),
        ("desk.views", "from serentak.records import views"),
        ("desk.views", "import serentak.records.models"),
        ("desk.views", "page = import_string('serentak.records.views.page')"),
        ("desk.views", "from serentak.ledger.verify import verify"),
        ("ledger.queries", "from serentak.records.queries import visible"),
        ("ledger.queries", "from serentak.law.queries import library"),
        ("site.command", "from serentak.records.models import Record"),
        ("site.settings", "MIDDLEWARE = ['serentak.records.views.middleware']"),
    ],
)
def test_a_closed_door_is_seen(name: str, source: str) -> None:
    assert list(walls.doors(module(name, source), SMALL))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("desk.views", "from serentak.records.queries import visible"),
        ("desk.views", "from serentak.ledger.note import Verifier"),
        ("desk.views", "from serentak.desk.models import View"),
        ("site.command", "from serentak.ledger.verify import verify"),
        ("site.urls", "include('serentak.desk.urls')"),
        ("desk.views", "from serentak.lib.clock import now"),
    ],
)
def test_an_open_door_is_open(name: str, source: str) -> None:
    assert not list(walls.doors(module(name, source), SMALL))


@pytest.mark.parametrize(
    "source",
    [
        "x = models.ForeignKey('desk.View', on_delete=models.CASCADE)",
        "x = models.ForeignKey(to='site.Thing', on_delete=models.CASCADE)",
        "x = models.OneToOneField(Record, on_delete=models.CASCADE)",
        "x = ManyToManyField('auth.Group')",
    ],
)
def test_a_foreign_key_upwards_or_by_class_is_seen(source: str) -> None:
    assert list(walls.foreign_keys(module("records.models", source), SMALL))


def test_a_foreign_key_down_is_allowed() -> None:
    for target in ("ledger.Entry", "Record", "self", "records.Record"):
        source = f"x = models.ForeignKey('{target}', on_delete=models.CASCADE)"
        assert not list(walls.foreign_keys(module("records.models", source), SMALL))


def test_a_model_by_name_is_seen() -> None:
    assert list(walls.model_strings(module("records.queries", "apps.get_model('desk', 'View')")))
    assert not list(walls.model_strings(module("records.migrations.0001", "apps.get_model('desk', 'View')")))


def test_a_long_module_is_seen() -> None:
    assert list(walls.size(module("records.queries", "x = 1\n" * 401)))
    assert not list(walls.size(module("records.queries", "x = 1\n" * 400)))


@pytest.mark.parametrize("source", ["x = 1\n", '"""' + "line\n" * 9 + '"""\n'])
def test_a_module_that_does_not_say_briefly_what_it_is_for_is_seen(source: str) -> None:
    assert list(walls.opening(module("records.queries", source)))


@pytest.mark.parametrize(
    "name", ["records.utils", "records.actions.helpers", "records.letters", "sales.rules"]
)
def test_a_name_outside_the_table_is_seen(name: str) -> None:
    assert list(walls.file_name(module(name, ""), SMALL))


def test_names_of_the_table_are_known() -> None:
    for name in ("ledger.note", "ledger.rules", "ledger.migrations.0001_initial", "records.queries.inbox"):
        assert not list(walls.file_name(module(name, ""), SMALL))


def test_sql_that_names_a_higher_table_is_seen() -> None:
    up = 'sql = "SELECT 1 FROM desk_view JOIN records_record USING (id)"'
    assert list(walls.sql_names(module("records.queries", up), SMALL))
    down = 'sql = "SELECT 1 FROM records_record JOIN ledger_entry e ON true"'
    assert not list(walls.sql_names(module("records.queries", down), SMALL))


@pytest.mark.parametrize(
    "source",
    [
        '{% extends "desk/own.html" %}',
        '<button hx-on:click="x()">',
        "<style>p { color: red }</style>",
        '<p style="color: red">',
        "<script>alert(1)</script>",
        '<a onclick="x()">',
        '<a href="javascript:x()">',
        '<div hx-vals="js:{a: 1}">',
    ],
)
def test_a_template_with_script_style_or_another_frame_is_seen(source: str) -> None:
    assert list(walls.template("desk/x.html", source))


def test_a_plain_template_passes() -> None:
    source = '{% extends "site/desk.html" %}{# style="x" #}<script src="{{ static(\'a.js\') }}" type="module"></script>'
    assert not list(walls.template("desk/x.html", source))


# The generated contracts catch what they are there for: a small package with one planted import each


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with the rooms of SMALL in which everything is in order."""
    files = {
        "site/command": "from planted.records import actions",
        "desk/views": "from planted.records import actions, queries",
        "records/actions": "from planted.records import queries, models",
        "records/queries": "from planted.records import models, rules",
        "records/models": "import django.db",
        "records/rules": "from planted.lib import words",
        "ledger/note": "from planted.lib import words",
        "ledger/verify": "import psycopg",
        "lib/words": "import json",
    }
    (tmp_path / "planted").mkdir()
    for folder in ("", "site", "demo", "desk", "records", "ledger", "law", "lib"):
        (tmp_path / "planted" / folder).mkdir(exist_ok=True)
        (tmp_path / "planted" / folder / "__init__.py").touch()
    for name, source in files.items():
        (tmp_path / "planted" / f"{name}.py").write_text(source + "\n")
    return tmp_path


def keeps(package: Path, plan: Plan) -> bool:
    """Whether the package keeps the contracts of the plan; in a process of its own, as the graph is cached."""
    text = contracts.contracts(plan, "planted", package)
    script = (
        "import sys; from pathlib import Path; from tests.house.contracts import run;"
        "sys.exit(run(sys.stdin.read(), Path(sys.argv[1])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(package)], input=text, cwd=ROOT, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr and "Contracts:" in done.stdout, done.stdout + done.stderr
    return done.returncode == 0


WITH_COMMAND = Plan(
    SMALL.floors,
    SMALL.stairs,
    SMALL.open_stairs,
    (
        *SMALL.names,
        *read(
            house_text().split("## Names")[0]
            + """
## Names

| room | modules | stair | pure | door | holds |
|---|---|---|---|---|---|
| `site` | `command` | `urls` | free | closed | |
"""
        ).names,
    ),
)


def test_contracts_keep_a_house_in_order(package: Path) -> None:
    assert keeps(package, WITH_COMMAND)


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("records/queries", "import planted.desk.views"),  # upwards
        ("ledger/note", "import planted.law"),  # a neighbour
        ("records/rules", "from planted.records import queries"),  # up the stairs
        ("records/queries", "from planted.records import actions"),  # up the stairs
        ("records/rules", "import django.utils.timezone"),  # not pure
        ("records/rules", "from planted.ledger import verify"),  # not pure, indirectly
        ("lib/words", "import psycopg"),  # not pure
        ("desk/views", "from planted.records import models"),  # another room's tables
        ("records/unknown", "x = 1"),  # a name outside the table
    ],
)
def test_contracts_catch(package: Path, file: str, source: str) -> None:
    with (package / "planted" / f"{file}.py").open("a") as planted:
        planted.write(source + "\n")
    assert not keeps(package, WITH_COMMAND)


def test_a_room_outside_the_floors_is_caught(package: Path) -> None:
    (package / "planted" / "sales").mkdir()
    (package / "planted" / "sales" / "__init__.py").touch()
    assert not keeps(package, WITH_COMMAND)
