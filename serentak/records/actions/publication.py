"""The publication of record types: a version stands beside the older ones and is never edited."""

import json
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.db import transaction

from serentak.law.dates import day
from serentak.lib.clock import WITA
from serentak.lib.refusal import Refusal
from serentak.records import versions
from serentak.records.models import Move, TypeVersion
from serentak.records.queries import types
from serentak.records.rules import RecordType, moves_of, record_type


def publish(data: Mapping[str, Any]) -> bool:
    """Publish a type version (the installing login): its definition and its moves. False when it stands
    already; Refusal when another definition stands under this version: it then needs a new one; and when it
    changes what stored answers mean (`versions.problems`)."""
    kind = record_type(data)
    with transaction.atomic():
        standing = TypeVersion.objects.filter(type=kind.name, version=kind.version).first()
        if standing is not None:
            _same(kind, bytes(standing.hash))
            return False
        _beside(kind)
        TypeVersion.objects.create(
            type=kind.name,
            version=kind.version,
            kind=kind.kind,
            code=kind.code,
            access_class=kind.access_class,
            bytes=kind.definition,
            hash=kind.digest,
            searchable=kind.searchable(),
            file_fields=kind.file_fields(),
            visibility_field=kind.visibility_field,
            identity_roles=list(kind.always),
            purposes=list(kind.purposes),
            valid_from=datetime.combine(day(data["start"]), time(), WITA),
            valid_until=None,
        )
        Move.objects.bulk_create([Move(**row) for row in moves_of(kind)])
    types.forget()
    return True


def _beside(kind: RecordType) -> None:
    rows = TypeVersion.objects.filter(type=kind.name).order_by("version").values_list("bytes", flat=True)
    found = versions.problems([record_type(json.loads(bytes(row))) for row in rows], kind)
    if found:
        why = {lang: "; ".join(one[lang] for one in found) for lang in ("id", "en")}
        raise Refusal(
            "version_breaks",
            {
                "id": f"Jenis {kind.name} versi {kind.version} mengubah arti data lama: {why['id']}.",
                "en": f"Version {kind.version} of {kind.name} changes what old data mean: {why['en']}.",
            },
            status=409,
            remedy={
                "id": "Perbaiki berkas jenis itu, lalu pasang lagi.",
                "en": "Mend the file of that type, then install again.",
            },
        )


def _same(kind: RecordType, standing: bytes) -> None:
    if standing != kind.digest:
        raise Refusal(
            "version_used",
            {
                "id": f"Jenis {kind.name} versi {kind.version} sudah terbit dengan isi lain.",
                "en": f"Version {kind.version} of {kind.name} is published with another definition.",
            },
            status=409,
            remedy={
                "id": "Naikkan nomor versinya; versi yang sudah terbit tidak diubah.",
                "en": "Give it a new version number; a published version is not changed.",
            },
        )
