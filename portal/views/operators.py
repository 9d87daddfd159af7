"""For whoever runs the portal: alive, ready, in figures. Programs ask, so without a slash at the end."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from portal import health
from portal import metrics as figures


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is asked, so that a database that is away gets no process killed."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    found = health.checks(timezone.now())
    ready = health.is_ready(found)
    return JsonResponse({"status": "ok" if ready else "not ready", "checks": found}, status=200 if ready else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    if not figures.may_read(request):
        raise Http404
    return HttpResponse(figures.page(), content_type=CONTENT_TYPE_LATEST)
