"""How the queue and the mail stand (`running`); addresses of systems and messages to them (`hooks`)."""

from serentak.gate.queries.hooks import Delivery, Hook, deliveries, hook_of, hooks
from serentak.gate.queries.running import PAGE, STATES, Job, Mail, Queue, jobs, mails, queue

__all__ = [
    "PAGE",
    "STATES",
    "Delivery",
    "Hook",
    "Job",
    "Mail",
    "Queue",
    "deliveries",
    "hook_of",
    "hooks",
    "jobs",
    "mails",
    "queue",
]
