"""Random governments for property tests: few bodies, so that mergers, splits, rings and gaps are common."""

from datetime import date, timedelta

from hypothesis import strategies as st

from serentak.agencies.rules import Body, Held, RecordFacts, Succession

FIRST = date(2025, 12, 28)
ROLES = ("verifier", "officer", "head", "administrator")
ACTS = ("complaint.take", "complaint.confirm", "complaint.return", "permit.take")
TYPES = (None, "complaint", "permit")
days = st.integers(0, 9).map(lambda n: FIRST + timedelta(days=n))
numbers = st.integers(1, 5)


def body(number: int, parent: int | None = None) -> Body:
    return Body(number, f"Body {number}", f"B{number}", "dinas", parent, FIRST, None, "confirmed", "made up")


@st.composite
def bodies(draw: st.DrawFn) -> list[Body]:
    made = []
    for number in range(1, 6):
        since, length = draw(days), draw(st.none() | st.integers(1, 6))
        until = None if length is None else since + timedelta(days=length)
        made.append(
            Body(number, f"Body {number}", f"B{number}", "dinas", None, since, until, "confirmed", "made up")
        )
    return made


successions = st.lists(
    st.builds(Succession, numbers, numbers, st.sampled_from([None, None, "complaint", "permit"])),
    max_size=8,
    unique=True,
)
holdings = st.builds(
    Held,
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(1, 3),
    st.just("Post"),
    st.sampled_from(ROLES),
    numbers,
    st.just("B"),
    st.sampled_from(("definitive", "plt", "plh", "an")),
    st.none(),
    st.none() | st.frozensets(st.sampled_from(ACTS)),
    st.frozensets(st.sampled_from(ACTS), max_size=2),
)
scopes = st.one_of(
    st.integers(1, 3).map(lambda n: f"p:{n}"),
    st.integers(1, 3).map(lambda n: f"h:{n}"),
    st.tuples(numbers, st.sampled_from(ROLES)).map(lambda pair: f"q:{pair[0]}:{pair[1]}"),
)
records = st.none() | st.builds(RecordFacts, numbers, st.frozensets(scopes, max_size=4))
