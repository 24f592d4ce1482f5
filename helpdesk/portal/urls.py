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
    path("my/<slug:reference>/call/", views.call, name="call"),
    path("my/<slug:reference>/call/cancel/", views.call_cancel, name="call_cancel"),
    path("my/<slug:reference>/call/calendar/", views.call_ics, name="call_ics"),
    path("my/<slug:reference>/pictures/<key>/", views.picture, name="picture"),
    path("screenshot/", views.screenshot, name="screenshot"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("cookies/", views.cookies, name="cookies"),
    path("legal-notice/", views.legal_notice, name="legal_notice"),
    path("site-map/", views.site_map, name="site_map"),
]
