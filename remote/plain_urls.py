"""Addresses below `/remote/`, without a language: for machines."""

from django.urls import path

from remote import views

app_name = "remote_plain"
urlpatterns = [path("callbacks/<slug:council>/<slug:provider>/", views.callback, name="callback")]
