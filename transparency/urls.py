"""The pages of those who prepare, sign and publish, under /<language>/indicators/."""

from django.urls import path

from transparency import public_urls as _months  # noqa: F401  registers the converter of months
from transparency import views

app_name = "indicators"
MONTH = "<slug:council>/<month:month>/"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:council>/settings/", views.settings, name="settings"),
    path("<slug:council>/calendar/", views.calendar, name="calendar"),
    path(MONTH, views.month, name="month"),
    path(f"{MONTH}measure/", views.measure, name="measure"),
    path(f"{MONTH}commentary/", views.commentary, name="commentary"),
    path(f"{MONTH}notes/", views.notes, name="notes"),
    path(f"{MONTH}check/", views.check, name="check"),
    path(f"{MONTH}sign/", views.sign, name="sign"),
    path(f"{MONTH}publish/", views.publish, name="publish"),
    path(f"{MONTH}correct/", views.correct, name="correct"),
    path(f"{MONTH}drop/", views.drop, name="drop"),
    path(f"{MONTH}withdraw/<int:revision>/", views.withdraw, name="withdraw"),
]
