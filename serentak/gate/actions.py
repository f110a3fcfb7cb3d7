"""What leaves the house: mail. Called by jobs only, after the act that caused it was committed.

Texts are made by the rooms above; here nobody knows what a mail is about. A mail that the server refuses
raises, and the job tries again later.
"""

from django.core.mail import EmailMessage


def send(*, to: str, subject: str, body: str) -> None:
    """Send one plain mail to one address. May be sent twice when the worker is killed between sending and
    noting it; never by a retry of an act."""
    line = " ".join(subject.split())
    EmailMessage(line, body, to=[to]).send(fail_silently=False)
