"""The privacy notice: which personal data are kept, why, who reads them, how long, and what one may ask.

Read off the record types and settings in force, so that it says no less than the forms ask. No statement.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serentak.cases import queries
from serentak.lib import clock


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The notice; what nobody has decided yet is said to be so."""
    on = clock.today()
    context = {
        "kept": [queries.personal(service) for service in queries.services(on=on)],
        "told": queries.privacy_values(on=on),
        "basis": queries.privacy_law,
    }
    return render(request, "cases/privacy.html", context)
