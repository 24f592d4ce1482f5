"""Every address of the house. Pages carry a language; machine addresses, secret links and publications do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from config import errors, health
from helpdesk.base.gallery import urlpatterns as gallery

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler429 = "config.errors.too_many"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    *gallery,
    path("transparency/", include("transparency.public_urls")),
    path("remote/", include("remote.plain_urls")),
    path("v/", include("satisfaction.plain_urls")),
    path("", include("helpdesk.portal.plain_urls")),
    *i18n_patterns(
        path("offline/", errors.offline, name="offline"),
        path("", include("helpdesk.portal.urls")),
        path("desk/", include("helpdesk.desk.urls")),
        path("rate/", include("satisfaction.urls")),
        path("remote/", include("remote.urls")),
        path("indicators/", include("transparency.urls")),
        path("accounts/", include("config.account_urls")),
    ),
]
