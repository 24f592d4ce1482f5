"""Addresses below `/v/`, without a language: short enough to be typed from a poster."""

from django.urls import path

from satisfaction import views

app_name = "rating_plain"
urlpatterns = [path("<slug:code>/", views.office_short, name="office")]
