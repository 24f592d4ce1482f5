"""Error pages: plain words, the right status, never exception text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def error_page(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    """Return the page of an error; `message` is for people."""
    return render(request, "errors/error.html", {"status": status, "message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of 400."""
    return error_page(request, 400, _("We could not understand this request."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of 403."""
    return error_page(request, 403, _("You do not have permission to see this page."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of 404."""
    return error_page(request, 404, _("We cannot find what you are looking for."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler of 500: needs neither database nor session."""
    return HttpResponse(SERVER_ERROR, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer when a form's protection token does not match."""
    return error_page(request, 403, _("The page was open for too long or cookies are blocked. Go back, reload the page and try again."))


SERVER_ERROR = """<!doctype html><html lang="ca"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>500</title></head>
<body><main><h1>500</h1>
<p lang="ca">Hi ha hagut un error. Ho estem mirant. Torneu-ho a provar d’aquí a uns minuts.</p>
<p lang="es">Se ha producido un error. Lo estamos mirando. Vuelva a intentarlo dentro de unos minutos.</p>
<p lang="eu">Errore bat gertatu da. Aztertzen ari gara. Saiatu berriro minutu batzuk barru.</p>
<p lang="gl">Produciuse un erro. Estámolo mirando. Volva tentalo dentro duns minutos.</p>
<p lang="en">Something went wrong. We are looking into it. Please try again in a few minutes.</p></main></body></html>"""
