"""Every write of agencies: lists from the content, posts, who holds them in what manner, machines' keys,
announcements.

One act is one call of the database function, which decides again and writes the entries (`act`). Rows carry
the version they were read in: who was slower is told. Nothing is deleted; what is over gets its last day.
"""

from serentak.agencies.actions.act import refuse_barred
from serentak.agencies.actions.announcements import announce, withdraw_announcement
from serentak.agencies.actions.content import install
from serentak.agencies.actions.holdings import appoint, delegate, end_holding
from serentak.agencies.actions.keys import issue, used
from serentak.agencies.actions.posts import close_post, first_administrator, open_post
from serentak.agencies.actions.reorganise import reorganise, withdraw
from serentak.agencies.actions.roster import take_in

__all__ = [
    "announce",
    "appoint",
    "close_post",
    "delegate",
    "end_holding",
    "first_administrator",
    "install",
    "issue",
    "open_post",
    "refuse_barred",
    "reorganise",
    "take_in",
    "used",
    "withdraw",
    "withdraw_announcement",
]
