"""What the act that signs a letter says beside its answers. An electronic signature is checked before it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from serentak.agencies.rules import Actor
from serentak.lib.refusal import Refusal
from serentak.lib.words import moment
from serentak.records import files, letters, signature
from serentak.records.rules import Move, RecordType
from serentak.records.rules.lettering import DRAWN, ELECTRONIC, PROOF, SIGNED, UNSIGNED, WAY


def signed(
    kind: RecordType,
    move: Move,
    newest: Mapping[str, Mapping[str, Any]],
    by: Actor,
    values: Mapping[str, Any],
) -> dict[str, Any]:
    """What the letter says of itself, and what its signature was found to be; nothing for any other act.
    Refusal as of `letters.signed`, and `invalid` with words for each fault of the signature."""
    told = letters.signed(kind, move, newest, by)
    if not told or values.get(WAY) != ELECTRONIC:
        return told
    roots = settings.SERENTAK.sign_roots
    found = signature.check(
        _kept(newest[DRAWN][UNSIGNED]), _kept(values[SIGNED]), roots.read_bytes() if roots else None
    )
    if found.faults:
        faults = [signature.WORDS[fault] for fault in found.faults]
        words = {lang: " ".join(fault[lang] for fault in faults) for lang in ("id", "en")}
        raise Refusal("invalid", words, fields={SIGNED: words})
    when = moment(datetime.fromisoformat(found.moment), "id")
    return {**told, PROOF: f"{found.signer}; sertifikat dari {found.issuer}; cap waktu {when}"}


def _kept(described: list[dict[str, Any]]) -> bytes:
    return files.path_of(settings.FILES_DIR, described[0]["hash"]).read_bytes()
