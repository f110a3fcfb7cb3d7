"""The contracts of import-linter, generated from the plan: floors, stairs, purity, doors of the models.

`python -m tests.house.contracts` writes them to a temporary file and runs the linter over the package.
What travels as a string (a foreign key, a module named in quotes) no import graph sees: see `walls`.
"""

import sys
import tempfile
from pathlib import Path

from importlinter.cli import lint_imports

from tests.house.plan import ROOT, Plan, plan

DJANGOS_OWN = ("apps", "migrations", "management")
IMPURE = ("django", "psycopg", "procrastinate")


def contracts(plan: Plan, package: str = "serentak", root: Path = ROOT) -> str:
    """The configuration file for `package`, whose rooms lie in `root`/`package`."""
    rooms = [room for room in plan.rooms if (root / package / room).is_dir()]
    blocks = [
        f"[importlinter]\nroot_package = {package}\ninclude_external_packages = True\n",
        _block(
            "floors",
            "Floors: a room imports only from floors below",
            "layers",
            {
                "layers": [" | ".join(f"({room})" for room in floor) for floor in plan.floors],
                "containers": [package],
                "exhaustive": "true",
                "exhaustive_ignores": ["__main__"],
            },
        ),
    ]
    blocks += [_stairs(plan, package, room) for room in rooms if room != "lib"]
    pure = [f"{package}.{module}" for module in pure_modules(plan, root / package)]
    blocks.append(
        _block(
            "pure",
            "Pure modules never reach Django or the database",
            "forbidden",
            {
                "source_modules": pure,
                "forbidden_modules": list(IMPURE),
            },
        )
    )
    blocks += [
        _block(
            f"models_{room}",
            f"Only {room} touches the tables of {room}",
            "protected",
            {
                "protected_modules": [f"{package}.{room}.models"],
                "allowed_importers": [f"{package}.{room}"],
            },
        )
        for room in rooms
        if exists(root / package / room, "models")
    ]
    return "\n".join(blocks)


def pure_modules(plan: Plan, folder: Path) -> list[str]:
    """`room.module` of every module that must not reach Django: all of lib, rules, and the names marked pure."""
    lib = [f"lib.{path.stem}" for path in sorted((folder / "lib").glob("*.py")) if path.stem != "__init__"]
    rules = [f"{room}.rules" for room in plan.rooms if exists(folder / room, "rules")]
    return (
        lib
        + rules
        + [f"{name.room}.{name.module}" for name in plan.names if name.pure and name.room != "lib"]
    )


def exists(room: Path, module: str) -> bool:
    """A module is a file, or a folder of the same name once it has grown."""
    return (room / f"{module}.py").is_file() or (room / module / "__init__.py").is_file()


def _stairs(plan: Plan, package: str, room: str) -> str:
    layers = []
    for stair in plan.stairs:
        beside = [name.module for name in plan.names if name.room == room and name.stair == stair]
        layers.append(" : ".join(f"({module})" for module in (stair, *beside)))
    return _block(
        f"stairs_{room}",
        f"Stairs of {room}",
        "layers",
        {
            "layers": layers,
            "containers": [f"{package}.{room}"],
            "exhaustive": "true",
            "exhaustive_ignores": list(DJANGOS_OWN),
        },
    )


def _block(key: str, title: str, kind: str, options: dict[str, str | list[str]]) -> str:
    lines = [f"[importlinter:contract:{key}]", f"name = {title}", f"type = {kind}"]
    for option, value in options.items():
        lines.append(f"{option} =" + (f" {value}" if isinstance(value, str) else ""))
        lines += [f"    {item}" for item in value] if isinstance(value, list) else []
    return "\n".join(lines) + "\n"


def run(text: str, package_root: Path = ROOT) -> int:
    """Exit status of the linter for these contracts; it prints what is broken."""
    sys.path.insert(0, str(package_root))
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".ini") as file:
            file.write(text)
            file.flush()
            return int(lint_imports(config_filename=file.name, no_cache=True, no_logo=True))
    finally:
        sys.path.remove(str(package_root))


if __name__ == "__main__":
    sys.exit(run(contracts(plan())))
