"""Addresses without a language: the front door, secret links, files and colours."""

from django.urls import path, re_path

from helpdesk.portal import views

app_name = "plain"
urlpatterns = [
    path("", views.home, name="home"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path("s/<str:token>/", views.secret, name="secret"),
    path("attachments/<str:key>/", views.attachment, name="attachment"),
    re_path(r"^theme/(?P<slug>[-\w]+)-(?P<digest>[0-9a-f]{12})\.css$", views.theme, name="theme"),
]
