"""Browsers of both sides, for the tests of pages."""

from django.test import Client
from django.urls import reverse
from django.utils import translation

from helpdesk.people.models import User


def url(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"remote:{name}", args=args)


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def read(client: Client, address: str, status: int = 200, **headers: str) -> str:
    response = client.get(address, headers=headers or None)
    assert response.status_code == status, response.status_code
    return str(response.content.decode())
