"""Somebody guesses codes as fast as the machine lets them, from many addresses, while others work; and what must stand nowhere afterwards."""

import json
import random
import subprocess
import threading
import time
from dataclasses import dataclass, field
from io import StringIO

import httpx

from tests.drills.remote_browser import Desk
from tests.drills.remote_house import House, wait_until
from tests.drills.remote_scenes import looking
from tests.drills.rfb import Screen, ask, take

GUESSERS = 12
# An answer of a live session that took longer would have been felt.
FELT_SECONDS = 1.0


@dataclass
class Guessing:
    """What came of it."""

    tries: int = 0
    hits: int = 0
    answers: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def guesser(words: list[str], over: float, found: Guessing) -> None:
    """One of those who guess: a stock client for every try, each from another address."""
    from remote.rules import CODE_ALPHABET, CODE_LENGTH

    place_of_code, place_of_address = words.index("-l") + 1, words.index("-b") + 1
    dice = random.Random()  # noqa: S311  a drill
    while time.monotonic() < over:
        mine = list(words)
        mine[place_of_code] = "".join(dice.choice(CODE_ALPHABET) for _sign in range(CODE_LENGTH))
        mine[place_of_address] = f"127.{dice.randrange(1, 250)}.{dice.randrange(250)}.{dice.randrange(2, 250)}"
        try:
            done = subprocess.run(mine, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30, check=False)
        except subprocess.TimeoutExpired:
            found.hits += 1
        else:
            found.hits += done.returncode != 255
        found.tries += 1


def guess(house: House, seconds: float) -> Guessing:
    """Guess for so long, with sessions waiting for their computers and one that is looked at meanwhile."""
    found = Guessing()
    port = house.screen(Screen(16, 16))
    waiting = [house.session() for _number in range(3)]
    for held in waiting:
        house.code(held)
    live = house.session()
    client = house.connect(live, "a", port)
    line = house.loop.run(looking(house, live, "a"))
    words = house.words(waiting[0], "a", port, code=waiting[0].code)
    over = time.monotonic() + seconds
    guessers = [threading.Thread(target=guesser, args=(words, over, found)) for _number in range(GUESSERS)]
    for one in guessers:
        one.start()
    while time.monotonic() < over:
        started = time.monotonic()
        house.loop.run(line.write(ask(16, 16)))
        house.loop.run(take(line), 20)
        found.answers.append(time.monotonic() - started)
        time.sleep(0.02)
    for one in guessers:
        one.join()
    taken = [held for held in waiting if house.state(held) != "awaiting_device"]
    if found.hits or taken:
        found.wrong.append(f"guessing found something: {found.hits} hits, {len(taken)} sessions")
    if client.poll() is not None or house.state(live) not in {"viewing", "controlling"}:
        found.wrong.append("the live session did not survive the guessing")
    if max(found.answers) > FELT_SECONDS:
        found.wrong.append(f"the live session waited {max(found.answers):.2f} s while somebody guessed")
    client.kill()
    wait_until(lambda: house.state(live) == "awaiting_device", 20)
    return found


def canary(house: House, desk: Desk) -> list[str]:
    """No code, no ticket, no password and no private key stands in a log, an address, a list or a table."""
    from django.conf import settings
    from django.core.management import call_command

    from helpdesk.people.rules import Role
    from remote.models import RemoteSession
    from remote.scripts import screen_password
    from tests.chat.keys import staff_session
    from tests.factories import make_user

    passwords = {screen_password(str(session.public_id)) for session in RemoteSession.objects.all()}
    secrets = {*house.secrets, *desk.tickets, *passwords}
    places = {path.name: path.read_text(errors="replace") for path in house.folder.glob("*.log")}
    places["addresses"] = json.dumps([desk.urls, desk.sockets])
    cookie = f"{settings.SESSION_COOKIE_NAME}={staff_session(make_user(house.council, Role.SUPERVISOR))}"
    for path in ("/en/remote/live/", "/en/desk/", f"/en/desk/tickets/{RemoteSession.objects.latest('pk').ticket.reference}/"):
        answer = httpx.get(f"{house.origin}{path}", headers={"Cookie": cookie}, timeout=30)
        if answer.status_code != 200:
            return [f"canary: {path} answers {answer.status_code}"]
        places[path] = answer.text
    dump = StringIO()
    call_command("dumpdata", "remote", "tickets", "people", stdout=dump)
    places["the tables"] = dump.getvalue()
    wrong = [f"canary: a secret stands in {name}" for name, text in places.items() if any(secret in text for secret in secrets)]
    wrong += [f"canary: a private key stands in {name}" for name, text in places.items() if "PRIVATE KEY" in text]
    if not secrets or not desk.tickets:
        wrong.append("canary: nothing was looked for")
    return wrong
