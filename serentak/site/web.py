"""The web program: granian in this process, its workers as children; requests under way are finished."""

import os
import signal
from functools import partial

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from serentak.site.environment import Environment

THREADS = 4  # with two workers on two cores; more only wait for each other


def run(environment: Environment) -> None:
    """Until SIGTERM or SIGINT."""
    os.environ["SERENTAK_LOGIN"] = "web"
    os.environ["DJANGO_SETTINGS_MODULE"] = "serentak.site.settings"
    import serentak.site.wsgi  # noqa: F401  read once, and shared by the workers that are forked
    from serentak.law import queries as law

    law.library()
    # a worker inherits a handler that does nothing, so until it serves it would sit out its whole grace
    os.register_at_fork(after_in_child=partial(signal.signal, signal.SIGTERM, signal.SIG_DFL))
    Granian(
        "serentak.site.wsgi:application",
        address=environment.host,
        port=environment.port,
        interface=Interfaces.WSGI,
        workers=min(max(2, os.cpu_count() or 2), 8),
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
    ).serve()
