"""Every write of the engine: the one act, one act on many, types published, letters, what runs by itself.

`perform` (in `act`) is the only way to change a record; `rehearse` says what it would write. What comes back
from the database is in `statement`.
"""

from serentak.records.actions.act import perform, rehearse
from serentak.records.actions.confirmation import Answer, Pick, confirm, each
from serentak.records.actions.following import follow, rebuild_search
from serentak.records.actions.intake import take_in
from serentak.records.actions.letters import draw, sign_at_service
from serentak.records.actions.migration import Progress, migrate
from serentak.records.actions.publication import publish
from serentak.records.actions.statement import Done
from serentak.records.actions.surveying import rate
from serentak.records.actions.telling import tell_systems
from serentak.records.actions.upkeep import count, rebuild, run_clock, sweep_files, sweep_keys, tell

__all__ = [
    "Answer",
    "Done",
    "Pick",
    "Progress",
    "confirm",
    "draw",
    "each",
    "follow",
    "migrate",
    "perform",
    "publish",
    "count",
    "rate",
    "rebuild",
    "rebuild_search",
    "rehearse",
    "sign_at_service",
    "run_clock",
    "sweep_files",
    "sweep_keys",
    "take_in",
    "tell",
    "tell_systems",
]
