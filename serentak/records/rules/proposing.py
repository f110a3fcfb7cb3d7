"""The acts that follow from `prepared_by`: staff propose what is reserved to a head, the head sends it back.

Pure. They are moves like any other, so forms, lists, the database's table and the timeline know them without
more. A proposal leaves everything as it is; its payload is what the head's act would write, and until when it
can be confirmed. Confirming is the head's own act, resting on it: see `proposals` and `records_basis`.
"""

from collections.abc import Iterator, Sequence

from serentak.records.rules.shapes import Field, Move, Text

PREFIX = "propose_"
SEND_BACK = "send_back"
EXPIRES = "expires"
REASON = "return_reason"


def moves(every: Sequence[Move]) -> Iterator[Move]:
    """A proposing act for each act that may be prepared, and the one that sends any of them back."""
    reserved = [move for move in every if move.prepared_by]
    yield from (_propose(move) for move in reserved)
    if reserved:
        yield _send_back(reserved)


def fields(every: Sequence[Move]) -> dict[str, Field]:
    """What sending back asks, in a type that knows proposals."""
    if not any(move.prepared_by for move in every):
        return {}
    label = {"id": "Alasan dikembalikan", "en": "Reason for sending back"}
    return {REASON: Field(REASON, "long_text", label, required=True, max=2000)}


def _propose(move: Move) -> Move:
    ((role, scope),) = move.by.items()
    return Move(
        act=PREFIX + move.act,
        title=_before(move.title, "Siapkan untuk disahkan: ", "Prepare for confirmation: "),
        sentence=_before(move.title, "Konsep disiapkan: ", "Prepared for confirmation: "),
        hint={
            "id": "Belum berlaku: pimpinan membacanya, lalu mengesahkan atau mengembalikannya kepada Anda.",
            "en": "Nothing happens yet: the head reads it, then confirms it or sends it back to you.",
        },
        origins=move.origins,
        to="same",
        by=dict.fromkeys(move.prepared_by, scope),
        asks=(*move.sets, *move.asks, EXPIRES),
        open=(role,),
        within=move.within,
        internal=True,
        proposes=move.act,
    )


def _send_back(reserved: Sequence[Move]) -> Move:
    return Move(
        act=SEND_BACK,
        title={"id": "Kembalikan konsep", "en": "Send the proposal back"},
        sentence={"id": "Konsep dikembalikan", "en": "The proposal was sent back"},
        hint={
            "id": "Yang menyiapkan membaca alasan Anda dan memperbaikinya. Pelapor tidak membacanya.",
            "en": "Whoever prepared it reads your reason and mends it. The reporter does not read it.",
        },
        origins=tuple(dict.fromkeys(state for move in reserved for state in move.origins)),
        to="same",
        by={role: scope for move in reserved for role, scope in move.by.items()},
        asks=(REASON,),
        open=tuple(dict.fromkeys(role for move in reserved for role in move.prepared_by)),
        internal=True,
        returns=True,
    )


def _before(title: Text, *heads: str) -> Text:
    return {
        lang: head + title[lang][:1].lower() + title[lang][1:]
        for lang, head in zip(("id", "en"), heads, strict=True)
    }
