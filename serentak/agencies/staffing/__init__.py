"""Posts with the people in them, for those who administer them: holders, their letters, what is vacant or
ends.

Names are personal and not read here: a person is a number, `people.queries` says who that is. Each function
is one statement however many posts there are.
"""

from serentak.agencies.staffing.persons import holders, persons_within, seats_of
from serentak.agencies.staffing.posts import Vacancy, attended, in_roles, posts, tally, unattended, vacant
from serentak.agencies.staffing.systems import System, systems
from serentak.agencies.staffing.tenures import (
    Tenure,
    ending,
    history,
    holders_of_posts,
    tenure,
    tenures_of_person,
    tenures_of_posts,
    tenures_to_come,
)

__all__ = [
    "System",
    "Tenure",
    "Vacancy",
    "attended",
    "ending",
    "history",
    "holders",
    "holders_of_posts",
    "in_roles",
    "persons_within",
    "posts",
    "seats_of",
    "systems",
    "tally",
    "tenure",
    "tenures_of_person",
    "tenures_of_posts",
    "tenures_to_come",
    "unattended",
    "vacant",
]
