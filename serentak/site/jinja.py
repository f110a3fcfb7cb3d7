"""The template environment: what every page may call, and how moments, sizes and texts are written.

Templates live in `serentak/<room>/templates/<room>/`. An unknown name is an error, never an empty
string. The filters write in the page's language; the zone is always WITA. `shell_of` gives the two
page frames what they show around a page, without a statement to the database.
"""

from typing import Any

from django.conf import settings
from django.template.utils import get_app_template_dirs
from django.templatetags.static import static
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined

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
    made.globals.update(static=static, shell_of=shell_of, government=government)
    made.filters.update(words.FILTERS)
    return made


def government() -> dict[str, str]:
    """The name of the government whose installation this is, as settings give it."""
    return {
        "name": getattr(settings, "GOVERNMENT_NAME", "Pemerintah Provinsi Sulawesi Barat"),
        "short": getattr(settings, "GOVERNMENT_SHORT", "Sulawesi Barat"),
    }
