"""The rules in use as pages: each pack with its version, grade, source and hash, and what it says.

Read only: content is changed by a new version of a file, never here. What each kind says stands in a
template of its own; a kind without one shows its text as it is hashed.
"""

import json
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serentak.law import dates, diagram, packs, queries
from serentak.lib import clock
from serentak.lib.refusal import Refusal
from serentak.lib.words import read_day

OWN_PAGE = tuple(
    "record_type settings laws calendar office_hours roles holding_kinds agencies regions"
    " electoral_districts references".split()
)
KINDS = (*OWN_PAGE, "scored_units", "government")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All packs by kind, and what the grades mean."""
    library = queries.library()
    groups = [(_kind_words(kind), library.of(kind)) for kind in KINDS]
    return render(request, "law/index.html", {"groups": [g for g in groups if g[1]], "grades": dates.GRADES})


@require_safe
def values(request: HttpRequest) -> HttpResponse:
    """Every figure in force on a day (`tanggal`), with source and grade: all, those not certain, or those
    that change later (`view`); and the versions of packs that are still to come."""
    typed = request.GET.get("tanggal", "").strip()[:10]
    on = read_day(typed) if typed else clock.today()
    library, day = queries.library(), on or clock.today()
    named = {name: of.name for of in library.of("settings") for name in of.data["settings"]}
    rows = [_at(name, named[name], day) for name in library.value_names()]
    views = {
        "all": rows,
        "uncertain": [row for row in rows if row["now"] is None or row["now"].grade != "confirmed"],
        "changing": [row for row in rows if row["next"]],
    }
    view = request.GET.get("view", "all")
    context = {
        "views": views,
        "view": view if view in views else "all",
        "typed": typed,
        "error": None if on else _("Tulis tanggal seperti 31-12-2025."),
        "on": day,
        "coming": sorted((p for p in library.packs if p.start > day), key=lambda p: (p.start, p.name)),
        "grades": dates.GRADES,
        "library": library,
    }
    return render(request, "law/values.html", context)


def _at(name: str, pack: str, day: date) -> dict[str, Any]:
    """A setting on a day: what holds, and what follows."""
    every = queries.library().values(name)
    return {
        "pack": pack,
        "title": every[0].title,
        "now": next((value for value in every if dates.covers(value.start, value.until, day)), None),
        "next": next((value for value in every if value.start > day), None),
    }


@require_safe
def pack(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """One pack: its newest version, or the one of `?versi=`."""
    on = clock.today()
    found = _versions(kind, name)
    asked = request.GET.get("versi", "")
    shown = next((p for p in found if str(p.version) == asked), found[-1])
    context: dict[str, Any] = {
        "pack": shown,
        "versions": found,
        "kind": _kind_words(kind),
        "on": on,
        "grades": dates.GRADES,
        "library": queries.library(),
        "part": f"law/{kind}.html" if kind in OWN_PAGE else "law/text.html",
        "spelled": json.dumps(shown.data, ensure_ascii=False, indent=1),
    }
    if kind == "settings":
        context["settings"] = _settings(shown, on)
    if kind == "record_type":
        context["picture"] = diagram.picture(shown.data)
    return render(request, "law/pack.html", context)


def _versions(kind: str, name: str) -> list[packs.Pack]:
    found = [p for p in queries.library().packs if p.kind == kind and p.name == name]
    if not found:
        raise Refusal(
            "no_pack", _("Aturan ini tidak ada di sini."), status=404, remedy=_("Cari di daftarnya: /isi/")
        )
    return sorted(found, key=lambda p: p.version)


def _settings(of: packs.Pack, on: date) -> list[dict[str, Any]]:
    """Each setting with its values, said of each whether it is past, in force or coming."""
    return [
        {
            "name": name,
            "title": setting["title"],
            "unit": setting["unit"],
            "values": [(value, _standing(value, on)) for value in queries.library().values(name)],
        }
        for name, setting in of.data["settings"].items()
    ]


def _standing(value: dates.Value, on: date) -> str:
    if value.start > on:
        return "coming"
    return "now" if dates.covers(value.start, value.until, on) else "past"


def _kind_words(kind: str) -> str:
    return {
        "record_type": _("Jenis berkas"),
        "settings": _("Angka yang berlaku"),
        "laws": _("Peraturan"),
        "calendar": _("Hari kerja"),
        "office_hours": _("Jam kantor"),
        "roles": _("Peran jabatan"),
        "holding_kinds": _("Cara memegang jabatan"),
        "agencies": _("Instansi"),
        "regions": _("Wilayah"),
        "electoral_districts": _("Daerah pemilihan"),
        "references": _("Daftar kode"),
        "scored_units": _("Unit yang dinilai"),
        "government": _("Pemerintah"),
    }.get(kind, kind)
