"""What passes the door to the outside: mail that leaves, keys of programs that come in."""

from serentak.gate.actions.clients import admit
from serentak.gate.actions.mail import Errand, again, send, send_again, sweep

__all__ = ["Errand", "admit", "again", "send", "send_again", "sweep"]
