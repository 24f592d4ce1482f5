"""Addresses of those who ask to be told, below /transparency/subscribe/: no cookie."""

from django.urls import path

from transparency import subscriber_views as views

urlpatterns = [
    path("", views.subscribe, name="subscribe"),
    path("confirm/<str:token>/", views.confirm, name="subscriber_confirm"),
    path("leave/<str:token>/", views.leave, name="subscriber_leave"),
]
