"""Public addresses under /transparency/: no language prefix, no cookie. See docs/developers/transparency.md."""

from django.urls import path, register_converter

from transparency import public_views as views
from transparency.months import Month


class MonthConverter:
    """`2026-05` in an address."""

    regex = r"20\d\d-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> Month:
        """Read the month."""
        return Month.parse(value)

    def to_url(self, value: Month | str) -> str:
        """Write the month."""
        return str(value)


register_converter(MonthConverter, "month")

app_name = "transparency"
urlpatterns = [
    path("", views.home, name="home"),
    path("schema/v1/report.json", views.schema, name="schema"),
    path("latest/", views.latest, name="latest"),
    path("latest/<str:name>", views.latest_file, name="latest_file"),
    path("<month:month>/", views.period, name="period"),
    path("<month:month>/r<int:revision>/", views.revision, name="revision"),
    path("<month:month>/r<int:revision>/<str:name>", views.file, name="file"),
]
