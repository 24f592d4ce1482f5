"""Addresses below `/<language>/rate/`."""

from django.urls import path

from satisfaction import views

app_name = "rating"
urlpatterns = [path("<str:reference>/", views.rate_page, name="rate")]
