"""The command line `serentak`: each command calls one thing and says in one line what went wrong.

Django is loaded inside the commands that need it, with the login they need, so that `up` stays small.
"""

import functools
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import psycopg

from serentak.lib.refusal import Refusal, Said
from serentak.site.environment import ROOT, Environment, environment, make_secrets, state_folder

ROOMS = ("law", "ledger", "people", "agencies", "gate", "records", "cases", "portal", "desk")


class Group(click.Group):
    """Turns a Refusal into one line on stderr and exit code 1."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except Refusal as refusal:
            click.echo(_line(refusal), err=True)
            sys.exit(1)
        except _expected() as error:
            click.echo(_wrong(error), err=True)
            sys.exit(1)


def _expected() -> tuple[type[Exception], ...]:
    """Errors that are an operator's to mend; asked only after a raise, since `up` loads no Django."""
    from django.db.utils import OperationalError

    from serentak.law.packs import ContentError

    return (psycopg.OperationalError, OperationalError, ContentError)


def _wrong(error: Exception) -> str:
    if isinstance(error, psycopg.OperationalError) or hasattr(error.__cause__, "sqlstate"):
        said = str(error).strip().splitlines()[0]
        return f"The database does not answer: {said}. Start it, or look at DATABASE_URL."
    return f"The content is not sound:\n{error}"


def _line(refusal: Refusal) -> str:
    """What happened and what to do, in one line."""
    told = [_said(text).strip().rstrip(".") for text in (refusal.text, refusal.remedy) if text]
    return ". ".join(text[0].upper() + text[1:] for text in told) + "."


def _said(text: Said) -> str:
    return text if isinstance(text, str) else text.get("en") or text["id"]


def _django(login: str) -> Environment:
    """Django with the login this command needs; the environment it runs in."""
    os.environ["SERENTAK_LOGIN"] = login
    os.environ["DJANGO_SETTINGS_MODULE"] = "serentak.site.settings"
    found = environment()
    import django

    django.setup()
    return found


def _timed(name: str, do: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    answer = do()
    click.echo(f"{time.perf_counter() - began:6.2f} s  {name}")
    return answer


@click.group(cls=Group)
@click.version_option(package_name="serentak")
def main() -> None:
    """Serentak: provincial government on one log. `serentak COMMAND --help` explains each command."""


@main.command()
@click.option(
    "--demo", is_flag=True, help="A demonstration: known accounts, invented cases, a mark on every page."
)
@click.option(
    "--pilot", is_flag=True, help="Production on the embedded PostgreSQL: one machine, no replicas."
)
def up(demo: bool, pilot: bool) -> None:
    """Start everything and keep it running until Ctrl-C.

    Without --demo this is production: secrets and DATABASE_URL (or --pilot) are required, and the first
    administrator is made by `serentak administrator`.
    """
    from serentak.site import start

    start.up(demo=demo, pilot=pilot, say=click.echo)


@main.command()
def serve() -> None:
    """Run the web program alone; `up` does this for you."""
    _refusable(lambda: import_module("serentak.site.web").run(environment()))


@main.command()
def worker() -> None:
    """Run the worker alone: it seals the log, runs clocks, sends mail."""

    def run() -> None:
        _django("worker")
        import_module("serentak.site.worker").run()

    _refusable(run)


def _refusable(run: Callable[[], None]) -> None:
    """A child that may not start says so by exit code 78, so that its supervisor does not try again."""
    from serentak.site.processes import REFUSED, die_with_parent

    die_with_parent()
    try:
        run()
    except Refusal as refusal:
        click.echo(_line(refusal), err=True)
        sys.exit(REFUSED)


@main.command()
@click.option("--no-cases", is_flag=True, help="In a demonstration: accounts and posts only.")
def install(no_cases: bool) -> None:
    """Prepare the database: logins, tables, content. Safe to repeat; `up` does this for you."""
    found = _timed("the program itself", functools.partial(_django, "admin"))
    import_module("serentak.site.install").install(found, click.echo, cases=not no_cases)


@main.command()
def build() -> None:
    """Build the front end and the English texts if their sources changed; `up` does this for you."""
    from serentak.site import assets

    assets.build(_timed)


@main.command()
def forget() -> None:
    """Remove this checkout's demonstration: its database, files and keys. Production is never removed."""
    from serentak.site import start

    start.forget(click.echo)


@main.command()
def secrets() -> None:
    """Make the secrets that production needs, those that are missing, and say where they are."""
    for path in make_secrets(state_folder(os.environ)):
        click.echo(path)
    click.echo("Keep a copy in a safe place: slips and the log's signatures depend on them.")


@main.command()
@click.option("--deep", is_flag=True, help="Also every room's own checks, over all data.")
def check(deep: bool) -> None:
    """Say what is wrong with this installation; exit code 1 when something is."""
    found = _django("web")
    wrong = import_module("serentak.site.health").problems(found)
    if deep:
        wrong += [f"{room}: {text}" for room in ROOMS for text in _room_problems(room)]
    for text in wrong:
        click.echo(text)
    if found.database_url is None:
        click.echo("Note: the embedded PostgreSQL is for trial, development and a pilot on one machine.")
    if wrong:
        sys.exit(1)
    click.echo("Nothing is wrong.")


def _room_problems(room: str) -> list[str]:
    name = f"serentak.{room}.checks"
    return list(import_module(name).problems()) if find_spec(name) else []


@main.group()
def content() -> None:
    """The content packs: law and province as data."""


@content.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def content_check(folder: Path | None) -> None:
    """Load every pack strictly; each fault with file, line, what is wrong and how to mend it."""
    from serentak.law import packs

    try:
        library = packs.load(folder or ROOT / "content")
    except packs.ContentError as error:
        for problem in error.problems:
            click.echo(str(problem))
        sys.exit(1)
    click.echo(f"{len(library.packs)} packs, nothing is wrong.")


@main.group()
def ledger() -> None:
    """The log of what happened."""


@ledger.command("verify")
@click.option("--tables", is_flag=True, help="Also that every table is what the log says it is.")
def ledger_verify(tables: bool) -> None:
    """Recompute leaves, tiles, roots and signatures; exit code 1 names whatever does not fit."""
    _verification("run", tables=tables)


@ledger.command("adopt")
def ledger_adopt() -> None:
    """Sign the log as it stands when its checkpoint file is lost for good; verifies everything first."""
    _verification("adopt_log")


def _verification(name: str, **options: bool) -> None:
    found = _django("admin")
    run = getattr(import_module("serentak.site.verification"), name)
    sys.exit(run(found, say=click.echo, **options))


@main.command()
@click.argument("type")
@click.option("--preview", is_flag=True, help="say what would be done")
def migrate(type: str, preview: bool) -> None:
    """Bring the records of a register under its new version; may be killed and started again."""
    _django("worker")
    from serentak.lib.clock import now
    from serentak.records.actions import migrate as carry

    told = None
    for told in carry(type, preview=preview, at=now()):
        click.echo(f"{told.done} records {'would be ' if preview else ''}carried over, {told.skipped} left")
    if told is None:
        click.echo("nothing is left to carry over")
    for name, many in sorted(told.lacking.items()) if told else ():
        click.echo(f"{many} have no answer for '{name}', which the new version wants")


@main.command()
def rebuild() -> None:
    """Compute again what follows from the log (the field index), then verify."""
    _verification("rebuild")


@main.command()
@click.argument("username")
@click.option("--name", prompt="Full name", help="The person's name.")
@click.option("--organisation", default="kominfo", show_default=True, help="Code of the organisation.")
@click.password_option(help="The password; asked for when not given.")
def administrator(username: str, name: str, organisation: str, password: str) -> None:
    """Make the first administrator: account, post and holding. Administrators appoint the later ones."""
    _django("admin")
    from serentak.agencies import actions, queries
    from serentak.lib.clock import now

    actions.first_administrator(
        username=username,
        name=name,
        password=password,
        at=now(),
        organisation=queries.organisation_by_code(organisation),
    )
    click.echo(f"{username} is administrator.")


@main.command("factors-off")
@click.argument("username")
def factors_off(username: str) -> None:
    """Take away somebody's second factors, when phone and recovery codes are lost; every session ends."""
    _django("admin")
    from serentak.people import queries
    from serentak.people.actions import factors

    person = queries.person_named(username)
    if person is None:
        raise Refusal("no_account", f"there is no account {username}", remedy="look at how it is spelt")
    factors.clear(person=person)
    click.echo(f"{username} signs in with the password alone, and can set up a second factor again.")


@main.command()
@click.argument("folder", required=False, default="docs/pictures", type=click.Path(path_type=Path))
@click.option("--base", default="http://localhost:8000", show_default=True, help="A running demonstration.")
def screenshots(folder: Path, base: str) -> None:
    """Take pictures of the pages of a running demonstration at 360 and 1440 pixels."""
    sys.path.insert(0, str(ROOT))  # the steps of the tests lead there
    import_module("tests.journeys.pictures").take(folder, base, say=click.echo)


if __name__ == "__main__":
    main()
