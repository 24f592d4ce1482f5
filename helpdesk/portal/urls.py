"""Addresses of the citizens' pages, under a language."""

from django.urls import path

from helpdesk.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("procedures/", views.search, name="search"),
    path("procedures/<slug:slug>/", views.procedure, name="procedure"),
    path("procedures/<slug:slug>/<slug:step>/", views.step, name="step"),
    path("help/done/", views.done, name="done"),
    path("help/<slug:step>/", views.help_step, name="help"),
    path("my/", views.my, name="my"),
    path("my/<slug:reference>/", views.ticket, name="ticket"),
    path("my/<slug:reference>/reply/", views.reply, name="reply"),
    path("my/<slug:reference>/timeline/", views.timeline, name="timeline"),
    path("my/<slug:reference>/chat/", views.chat, name="chat"),
    path("my/<slug:reference>/chat/leave/", views.chat_leave, name="chat_leave"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]
