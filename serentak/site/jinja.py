"""The template environment: what every page may call, and how moments, sizes and texts are written.

Templates live in `serentak/<room>/templates/<room>/`. An unknown name is an error, never an empty
string. The filters write in the page's language; the zone is always WITA. `shell_of` gives the two
page frames what they show around a page, without a statement to the database. Templates are compiled for
each language, with their fixed words in place.
"""

from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.template.utils import get_app_template_dirs
from django.templatetags.static import static
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from serentak.law import queries as law
from serentak.site import words
from serentak.site.shell import shell_of


class Bilingual(Environment):
    """The templates of the page's language; what they extend and include is of that language too."""

    language = "id"
    other: Environment

    def get_template(self, name: Any, *given: Any, **named: Any) -> Template:
        """The compiled template in the language of the request."""
        if words.language() == self.language:
            return super().get_template(name, *given, **named)
        return self.other.get_template(name, *given, **named)


class FixedWords(Extension):
    """Writes the translation of `_("…")` and the address of `static("…")` into the template as it is
    compiled: to look up thirty of them was a third of a page's time. What is filled in later stays a call."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """`_ ( "…" )` becomes `( "…" | safe )`, which Jinja then keeps as a constant."""
        tokens = list(stream)
        at = 0
        while at < len(tokens):
            call = tokens[at : at + 4]
            word = self._fixed(call)
            yield from [call[0]] if word is None else _constant(word, call[0].lineno)
            at += 1 if word is None else 4

    def _fixed(self, call: list[Token]) -> str | None:
        if [token.type for token in call] != ["name", "lparen", "string", "rparen"]:
            return None
        if call[0].value == "static":
            return _static(call[2].value)
        with override(self.environment.language):  # type: ignore[attr-defined]
            return gettext(call[2].value) % {} if call[0].value == "_" else None


def _constant(word: str, line: int) -> list[Token]:
    told = [("lparen", "("), ("string", word), ("pipe", "|"), ("name", "safe"), ("rparen", ")")]
    return [Token(line, *each) for each in told]


_static = cache(static)


def environment(**options: Any) -> Environment:
    """Named in settings.TEMPLATES as OPTIONS["environment"] of Django's Jinja2 backend."""
    pages = _environment(Bilingual, "id", options)
    assert isinstance(pages, Bilingual)
    pages.other = _environment(Environment, "en", options)
    return pages


def _environment(kind: type[Environment], language: str, options: dict[str, Any]) -> Environment:
    made = kind(
        undefined=StrictUndefined,
        loader=FileSystemLoader([str(folder) for folder in get_app_template_dirs("templates")]),
        extensions=["jinja2.ext.i18n", FixedWords],
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=True,
        **{key: value for key, value in options.items() if key not in ("autoescape", "undefined", "loader")},
    )
    made.extend(language=language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.globals.update(static=_static, shell_of=shell_of, government=government)
    made.filters.update(words.FILTERS, act=act, say=partial(words.say, chosen=language))
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
        "": gettext("Entri tertutup"),
        "use": gettext("Aturan mulai dipakai"),
        "install": gettext("Data awal dicatat"),
        "open_post": gettext("Jabatan dibuka"),
        "close_post": gettext("Jabatan ditutup"),
        "appoint": gettext("Pemegang jabatan dicatat"),
        "end_holding": gettext("Masa jabatan berakhir"),
        "issue_key": gettext("Kunci mesin dibuat"),
        "announce": gettext("Pengumuman diterbitkan"),
        "withdraw_announcement": gettext("Pengumuman ditarik"),
        "digest": gettext("Ringkasan pembacaan data pribadi"),
    }
    return known.get(name, name)


def government() -> dict[str, str]:
    """The name of the government whose installation this is, as settings give it."""
    return {
        "name": getattr(settings, "GOVERNMENT_NAME", "Pemerintah Provinsi Sulawesi Barat"),
        "short": getattr(settings, "GOVERNMENT_SHORT", "Sulawesi Barat"),
    }
