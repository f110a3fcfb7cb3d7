"""The template environment: what every page may call, and how moments, sizes and texts are written.

Templates live in `serentak/<room>/templates/<room>/`. An unknown name is an error, never an empty
string. The filters write in the page's language; the zone is always WITA. `shell_of` gives the two
page frames what they show around a page, without a statement to the database.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.template.utils import get_app_template_dirs
from django.templatetags.static import static
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from serentak.law import queries as law
from serentak.site import words
from serentak.site.shell import shell_of


def environment(**options: Any) -> Environment:
    """Named in settings.TEMPLATES as OPTIONS["environment"] of Django's Jinja2 backend."""
    options["undefined"] = StrictUndefined
    options["loader"] = FileSystemLoader([str(folder) for folder in get_app_template_dirs("templates")])
    made = Environment(
        extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, autoescape=True,
        **{key: value for key, value in options.items() if key != "autoescape"},
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals.update(static=cache(static), shell_of=shell_of, government=government)
    made.filters.update(words.FILTERS, act=act)
    return made


def act(text: Mapping[str, Any]) -> str:
    """What an entry of the log says happened, in the page's language; the log itself knows no type.

    An act that no type in the content names keeps its own name; a sealed entry says only that it is one."""
    name = str(text.get("act") or "")
    kind = law.library().record_types.get(str(text.get("type")).split("/")[0], {"moves": ()})
    for move in kind["moves"]:
        if move["act"] == name:
            return words.say(move["sentence"])
    known = {
        "": gettext("Entri tertutup"), "use": gettext("Aturan mulai dipakai"),
        "install": gettext("Data awal dicatat"),
        "open_post": gettext("Jabatan dibuka"), "close_post": gettext("Jabatan ditutup"),
        "appoint": gettext("Pemegang jabatan dicatat"), "end_holding": gettext("Masa jabatan berakhir"),
    }
    return known.get(name, name)


def government() -> dict[str, str]:
    """The name of the government whose installation this is, as settings give it."""
    return {
        "name": getattr(settings, "GOVERNMENT_NAME", "Pemerintah Provinsi Sulawesi Barat"),
        "short": getattr(settings, "GOVERNMENT_SHORT", "Sulawesi Barat"),
    }
