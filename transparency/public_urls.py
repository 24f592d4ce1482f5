"""Public addresses under /transparency/: no language prefix, no cookie. See docs/developers/transparency.md."""

from django.urls import include, path, register_converter

from transparency import data_views as data
from transparency import public_views as views
from transparency.months import Month
from transparency.sealing import views as sealing


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
    path("indicators/", views.indicators, name="indicators"),
    path("indicators/<str:indicator>/", views.indicator, name="indicator"),
    path("subscribe/", include("transparency.subscriber_urls")),
    path("feed.json", data.json_feed, name="feed"),
    path("feed.atom", data.atom_feed, name="atom"),
    path("calendar.ics", data.calendar, name="calendar"),
    path("catalog", data.catalog, name="catalog"),
    path("catalog.<slug:suffix>", data.catalog_as, name="catalog_as"),
    path("series/<str:indicator>.json", data.series, name="series"),
    path("keys.json", sealing.keys, name="keys"),
    path("schema/v1/report.json", data.schema, name="schema"),
    path("schema/v1/<slug:name>.json", data.schema, name="schema_file"),
    path("latest/", data.latest, name="latest"),
    path("latest/<str:name>", data.latest_file, name="latest_file"),
    path("<month:month>/", views.period, name="period"),
    path("<month:month>/r<int:revision>/", views.revision, name="revision"),
    path("<month:month>/r<int:revision>/<str:name>", data.file, name="file"),
]
