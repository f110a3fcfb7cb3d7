"""What a verification says: the place, what does not fit there, and whether an erasure explains it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`place` names a row, `what` says how it differs. `erased`: an identity gone by an erasure, which is
    lawful and told apart, never counted as fine."""

    place: str
    what: str
    erased: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"
