"""Addresses of the desk."""

from django.urls import path

from helpdesk.desk.views import actions, log, queue, ticket

app_name = "desk"

urlpatterns = [
    path("", queue.home, name="home"),
    path("queue/", queue.fragment, name="queue"),
    path("log/", log.log, name="log"),
    path("presence/", actions.presence, name="presence"),
    path("tickets/<reference>/", ticket.show, name="ticket"),
    path("tickets/<reference>/timeline/", ticket.timeline, name="timeline"),
    path("tickets/<reference>/reply/", ticket.reply, name="reply"),
    path("tickets/<reference>/note/", ticket.note, name="note"),
    path("tickets/<reference>/take/", actions.take, name="take"),
    path("tickets/<reference>/transfer/", actions.transfer, name="transfer"),
    path("tickets/<reference>/wait/", actions.wait, name="wait"),
    path("tickets/<reference>/resolve/", actions.resolve, name="resolve"),
    path("tickets/<reference>/reopen/", actions.reopen, name="reopen"),
    path("tickets/<reference>/chat/accept/", actions.chat_accept, name="chat_accept"),
    path("tickets/<reference>/chat/end/", actions.chat_end, name="chat_end"),
]
