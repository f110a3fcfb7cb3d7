"""Who sees which record, read off the plain rows in the dumbest way: no sets carried along, no scopes made in advance.

The rule in words. A person in a post sees a record in which the holding itself takes part; or the pool of the post's role
in a body that the post's body answers for; or an ended holding of the same role in such a body, since its work came back
(of a machine: an ended key of the same system alone).
A person without a post sees what that person filed. A holding counts while it, its post and its body are in force.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from serentak.agencies.rules import Body, Succession
from tests.oracles.permission import answers


@dataclass(frozen=True)
class Post:
    """A post as its row says it."""

    body: int
    role: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Holding:
    """A holding as its row says it; `person` is None for a machine."""

    id: int
    person: int | None
    post: int
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Truth:
    """Everything the rule speaks of, on one day at one moment."""

    bodies: Sequence[Body]
    links: Sequence[Succession]
    posts: Mapping[int, Post]
    holdings: Sequence[Holding]
    on: date
    at: datetime

    def over(self, holding: Holding) -> bool:
        """Has the time in this post ended?"""
        post = self.posts[holding.post]
        for end, now in (
            (holding.until, self.at),
            (post.until, self.on),
            (self._body(post).valid_until, self.on),
        ):
            if end is not None and end <= now:  # type: ignore[operator]
                return True
        return False

    def in_force(self, holding: Holding) -> bool:
        """Does this holding give its holder the post now?"""
        post = self.posts[holding.post]
        begun = holding.since <= self.at and post.since <= self.on and self._body(post).valid_from <= self.on
        return begun and not self.over(holding)

    def sees(self, holding: Holding, record_type: str, parties: Sequence[str]) -> bool:
        """Does whoever acts in this holding see a record of that type with these parties?"""
        post = self.posts[holding.post]
        for party in parties:
            sort, *rest = party.split(":")
            if sort == "h" and int(rest[0]) == holding.id:
                return True
            if sort == "q" and rest[1] == post.role and self._answers(post, int(rest[0]), record_type):
                return True
            for other in self.holdings:
                left = self.posts[other.post]
                same = sort == "h" and int(rest[0]) == other.id and left.role == post.role
                same = same and (post.role != "machine" or other.post == holding.post)
                if same and self.over(other) and self._answers(post, left.body, record_type):
                    return True
        return False

    def _body(self, post: Post) -> Body:
        (found,) = [body for body in self.bodies if body.id == post.body]
        return found

    def _answers(self, post: Post, body: int, record_type: str) -> bool:
        return answers(post.body, body, list(self.bodies), list(self.links), self.on, record_type)
