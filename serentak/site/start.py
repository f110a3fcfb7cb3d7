"""`serentak up`: what must be there before the first start, in which order, and what is said at the end."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable

from serentak.lib.refusal import Refusal
from serentak.people.rules import DEMO_ACCOUNTS, DEMO_PASSWORD
from serentak.site import assets
from serentak.site.environment import ROOT, Environment, environment, make_folder, state_folder
from serentak.site.processes import Supervisor, alone, cluster, end_leftovers

Say = Callable[[str], None]


def up(*, demo: bool, pilot: bool, say: Say) -> None:
    """Start everything, say where it is, keep it running until a signal."""
    began = time.perf_counter()
    if not (demo or pilot or os.environ.get("DATABASE_URL")):
        raise Refusal(
            "no_database",
            "production needs a database of its own: DATABASE_URL is not set",
            remedy="set it, or try `serentak up --demo`, or accept the embedded PostgreSQL with `--pilot`",
        )
    os.environ["SERENTAK_DEMO"] = "1" if demo else "0"
    _keep_kind("demo" if demo else "production")
    here = environment()

    def prepare() -> None:
        assets.build(lambda name, do: _timed(say, name, do))
        _install()

    def ready() -> None:
        say(f"{time.perf_counter() - began:6.2f} s  in all")
        say(f"\nSerentak runs at {here.base_url}  (Ctrl-C stops it)")
        for line in _accounts() if demo else _first_steps(here):
            say(line)

    Supervisor(here, say).run(prepare, ready)


def _keep_kind(kind: str) -> None:
    """A state folder is a demonstration's or production's for ever; its keys and files follow from that."""
    state = state_folder(os.environ)
    make_folder(state, 0o711)
    file = state / "kind"
    if not file.exists():
        file.write_text(kind)
    if file.read_text() != kind:
        raise Refusal(
            "other_kind",
            f"{state} belongs to {file.read_text()}, not to {kind}",
            remedy="set SERENTAK_STATE to another folder",
        )


def forget(say: Say) -> None:
    """The state folder of a demonstration is gone. Production is refused; nothing to forget is fine."""
    state = state_folder(os.environ)
    if not state.exists():
        return
    if (state / "kind").exists() and (state / "kind").read_text() != "demo":
        raise Refusal(
            "production",
            f"{state} is production",
            remedy="remove it by hand if you are sure; there is no way back",
        )
    os.environ["SERENTAK_DEMO"] = "1"
    with alone(state):
        end_leftovers(state)
        if (state / "secrets" / "database_admin").exists():
            cluster(environment()).stop()
        shutil.rmtree(state)
    say(f"{state} is gone")


def _timed(say: Say, name: str, do: Callable[[], None]) -> None:
    began = time.perf_counter()
    do()
    say(f"{time.perf_counter() - began:6.2f} s  {name}")


def _install() -> None:
    """In a process of its own, which alone holds the installing login; it says its own steps."""
    process = subprocess.Popen(
        [sys.executable, "-m", "serentak", "install"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = process.wait()
    finally:
        process.kill()
    if code:
        raise Refusal(
            "not_installed", "the database could not be prepared", remedy="mend what the line above says"
        )


def _accounts() -> list[str]:
    width = max(len(account.username) for account in DEMO_ACCOUNTS)
    lines = [
        f"  {account.username:{width}}  {account.body}: {account.title['en']}" for account in DEMO_ACCOUNTS
    ]
    return [f"Accounts of the demonstration, password {DEMO_PASSWORD}:", *lines]


def _first_steps(here: Environment) -> list[str]:
    lines = ["First administrator: serentak administrator USERNAME"]
    if here.database_url is None:
        lines.append("The embedded PostgreSQL is for a pilot on one machine: see docs/operate.")
    return lines
