"""What passes the door to the outside: mail and messages that leave, keys of programs that come in."""

from serentak.gate.actions.clients import admit
from serentak.gate.actions.hooks import Message, connect, deliver, due, noted, queue, replay, rotate, stop
from serentak.gate.actions.mail import Errand, again, send, send_again, sweep

__all__ = [
    "Errand",
    "Message",
    "admit",
    "again",
    "connect",
    "deliver",
    "due",
    "noted",
    "queue",
    "replay",
    "rotate",
    "send",
    "send_again",
    "stop",
    "sweep",
]
