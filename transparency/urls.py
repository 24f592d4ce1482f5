"""The officer's pages under /<language>/indicators/."""

from django.urls import path

from transparency import public_urls as _months  # noqa: F401  registers the converter of months
from transparency import views

app_name = "indicators"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:council>/<month:month>/", views.month, name="month"),
    path("<slug:council>/<month:month>/measure/", views.measure, name="measure"),
    path("<slug:council>/<month:month>/commentary/", views.commentary, name="commentary"),
    path("<slug:council>/<month:month>/publish/", views.publish, name="publish"),
]
