"""Walls that no import graph sees, checked on the source: doors and names in quotes, foreign keys, size, names.

Each checker takes one `Module` (and the plan where it needs it) and yields complaints in words. They are
pure, so that planted violations prove each of them.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.house.contracts import DJANGOS_OWN
from tests.house.plan import Plan

LIMIT = 400
DOCSTRING_LINES = 8
FORBIDDEN = {"utils", "helpers", "common", "misc", "managers", "services"}
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
ASSEMBLES = "site"  # settings and urls name apps, url files and middleware of all rooms as strings
ASSEMBLED = {"urls", "apps", "middleware", "jinja"}


@dataclass(frozen=True)
class Module:
    """One source file of the package; `parts` is its dotted name below the package, e.g. (agencies, rules)."""

    parts: tuple[str, ...]
    source: str

    @classmethod
    def of(cls, path: Path, package: Path) -> "Module":
        parts = path.relative_to(package).with_suffix("").parts
        return cls(parts[:-1] if parts[-1] == "__init__" else parts, path.read_text())

    @property
    def room(self) -> str:
        return self.parts[0]

    @property
    def name(self) -> str:
        return ".".join(self.parts)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @property
    def is_djangos_own(self) -> bool:
        return len(self.parts) > 1 and self.parts[1] in DJANGOS_OWN


def imported(module: Module, package: str = "serentak") -> Iterator[tuple[int, str, str]]:
    """(line, room, module) of every module of the package that is imported, or named in a string."""
    for node in ast.walk(module.tree):
        for dotted in _dotted(node):
            found = re.match(rf"{package}\.(\w+)\.(\w+)", dotted)
            if found:
                yield getattr(node, "lineno", 0), found[1], found[2]


def _dotted(node: ast.AST) -> list[str]:
    match node:
        case ast.Import():
            return [alias.name for alias in node.names]
        case ast.ImportFrom() if node.module and not node.level:
            return [f"{node.module}.{alias.name}" for alias in node.names]
        case ast.Constant(value=str(text)) if re.fullmatch(r"[\w.:]+", text):
            return [text.replace(":", ".")]
    return []


def doors(module: Module, plan: Plan, package: str = "serentak") -> Iterator[str]:
    """Another room is entered from above, and by its doors alone."""
    for line, room, name in imported(module, package):
        if room not in plan.rooms or (module.room == ASSEMBLES and name in ASSEMBLED):
            continue
        if room == "lib" or plan.may_enter(module.room, room, name):
            continue
        yield f"{module.name}:{line} enters {room}.{name}: not a door of {room} for {module.room}"


def model_strings(module: Module) -> Iterator[str]:
    """`get_model("room", "Model")` is an import that nobody sees."""
    if module.is_djangos_own:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _called(node) in {"get_model", "get_registered_model"}:
            yield f"{module.name}:{node.lineno} fetches a model by its name"


def foreign_keys(module: Module, plan: Plan) -> Iterator[str]:
    """Foreign keys are written as strings and point down, or stay in the room."""
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.Call) and _called(node) in RELATIONS):
            continue
        target = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "to"), None)
        if not (isinstance(target, ast.Constant) and isinstance(target.value, str)):
            yield f"{module.name}:{node.lineno} a foreign key names its target as a string"
            continue
        room = target.value.split(".")[0] if "." in target.value else module.room
        if room != module.room and (room not in plan.rooms or plan.floor(room) <= plan.floor(module.room)):
            yield f"{module.name}:{node.lineno} a foreign key to {target.value} points up"


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def size(module: Module) -> Iterator[str]:
    """A module over the limit becomes a folder of the same name."""
    lines = module.source.count("\n")
    if lines > LIMIT and "migrations" not in module.parts:
        yield f"{module.name} has {lines} lines, more than {LIMIT}: split it by noun"


def opening(module: Module) -> Iterator[str]:
    """A module opens with what it is for, in eight lines at most."""
    if module.is_djangos_own or not module.source.strip():
        return
    text = ast.get_docstring(module.tree, clean=False)
    if text is None:
        yield f"{module.name} does not say what it is for"
    elif text.strip().count("\n") >= DOCSTRING_LINES:
        yield f"{module.name} opens with more than {DOCSTRING_LINES} lines"


def file_name(module: Module, plan: Plan) -> Iterator[str]:
    """A module is a stair, one of Django's own, or stands in the table of names; some names never."""
    for part in module.parts:
        if part in FORBIDDEN:
            yield f"{module.name}: {part} says nothing; name it after what it holds"
    if module.room not in plan.rooms:
        yield f"{module.name}: {module.room} is no room of the house"
        return
    if len(module.parts) < 2 or module.is_djangos_own:
        return
    known = {name.module for name in plan.names if name.room == module.room} | set(plan.stairs)
    if module.parts[1] not in known:
        yield f"{module.name}: no line for `{module.parts[1]}` of {module.room} in the table of names"


SQL_TABLE = re.compile(
    r"\b(?:from|join|into|update|table|truncate)\s+(?:only\s+)?(?:public\.)?([a-z]+)_[a-z_]+", re.I
)


def sql_names(module: Module, plan: Plan) -> Iterator[str]:
    """SQL in a string names tables of its own room or of rooms below, as imports do."""
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)) or module.is_djangos_own:
            continue
        for room in SQL_TABLE.findall(node.value):
            if room in plan.rooms and room != module.room and plan.floor(room) <= plan.floor(module.room):
                yield f"{module.name}:{node.lineno} names a table of {room}, which is not below {module.room}"


def python_walls(module: Module, plan: Plan) -> Iterator[str]:
    """All complaints about one module."""
    yield from doors(module, plan)
    yield from model_strings(module)
    yield from foreign_keys(module, plan)
    yield from size(module)
    yield from opening(module)
    yield from file_name(module, plan)
    yield from sql_names(module, plan)


FRAMES = {"site/public.html", "site/desk.html"}


def template(name: str, source: str) -> Iterator[str]:
    """A template stands in a known frame and carries neither script nor style of its own."""
    bare = re.sub(r"\{#.*?#\}", "", source, flags=re.S)
    for frame in re.findall(r"\{%-?\s*extends\s+[\"']([^\"']+)", bare):
        if frame not in FRAMES:
            yield f"{name} extends {frame}, which is no frame"
    for wrong, why in (
        (r"\bhx-on\b|hx-on:", "hx-on runs script from an attribute"),
        (r"<style\b", "a style element"),
        (r"\sstyle\s*=", "a style attribute"),
        (r"<script(?![^>]*\bsrc=)[^>]*>", "an inline script"),
        (r"<[a-z][^>]*\son[a-z]+\s*=", "an event handler attribute"),
        (r"[\"']js:|javascript:", "script in a value"),
    ):
        if re.search(wrong, bare, re.I):
            yield f"{name}: {why}"
