"""The line from a citizen's call for help to the published month, walked in real browsers."""

import io
import json
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import NewContext, log_in
from tests.browser.served import ROOT, ServedCopy

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 780}
# After the announced hour: at ten in the morning of the tenth.
NEXT_MONTH = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)


def ask(page: Page, origin: str, *, way: str, text: str) -> str:
    """Find the procedure, be stuck at signing, ask for help that way; returns the reference."""
    page.goto(f"{origin}/en/")
    page.get_by_role("searchbox").first.fill("certificate of residence")
    page.get_by_role("searchbox").first.press("Enter")
    page.get_by_role("link", name="Certificate of residence").first.click()
    page.locator("a[href$='/procedures/residence-certificate/sign/']").first.click()
    expect(page.get_by_text("AutoFirma does not open when I sign").first).to_be_visible()
    page.get_by_role("link", name=way).last.click()
    page.locator("textarea[name=body]").fill(text)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("In my own name").check()
    page.locator("input[name=name]").fill("Rosa Mas")
    page.locator("input[name=email]").fill("rosa@example.org")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    page.wait_for_timeout(2200)  # people take longer than two seconds, programs do not
    page.get_by_role("button", name=re.compile("^Send")).click()
    page.wait_for_url(re.compile(r"/(chat|done)/"))
    found = re.search(r"VC-\w{4}-\w{4}-\w", page.content())
    assert found
    return found[0]


def resolve(agent: Page, outcome: str = "Solved") -> None:
    """Resolve the open ticket page, once what is on it counts as read."""
    newest = agent.locator("#timeline").get_attribute("data-since") or ""
    expect(agent.locator("#action-resolve input[name=seen]")).to_have_value(newest)
    agent.locator("summary", has_text="Resolve").click()
    menu = agent.locator("details[open]")
    menu.get_by_label(outcome, exact=True).check()
    menu.get_by_role("button", name="Resolve").click()
    expect(agent.get_by_text("Marked as resolved")).to_be_visible()


def rate(page: Page, origin: str, reference: str, words: str, comment: str) -> None:
    """Rate the help from the follow-up page."""
    page.goto(f"{origin}/en/my/{reference}/")
    page.get_by_role("link", name="Rate the help").click()
    page.get_by_label(words, exact=True).check()
    page.locator("textarea[name=comment]").fill(comment)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", name="Thank you for your answer")).to_be_visible()


def be_available(agent: Page, origin: str) -> None:
    """Open the desk as Laia and take chats."""
    log_in(agent, origin, "agent@vallclara.example")
    agent.goto(f"{origin}/en/desk/")
    if not agent.get_by_text("Available for chats").first.is_visible():
        agent.locator("form[action$='/presence/'] button").first.click()
    expect(agent.get_by_text("Available for chats").first).to_be_visible()


def publish_month(page: Page, served: ServedCopy) -> None:
    """Measure, comment and check May as the officer, sign it as the supervisor, publish it as the officer."""
    may = f"{served.url}/en/indicators/vallclara/2026-05/"
    log_in(page, served.url, "officer@vallclara.example")
    page.goto(may)
    page.get_by_role("button", name="Measure this month").click()
    for text in page.locator("form[action$='/commentary/'] textarea").all():
        text.fill("Un mes tranquil.")
    page.get_by_role("button", name="Save the commentary").click()
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("Ask a second person")).to_be_visible()
    page.context.clear_cookies()
    log_in(page, served.url, "supervisor@vallclara.example")
    page.goto(may)
    page.locator("form[action$='/sign/'] input[type=checkbox]").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Signed on").first).to_be_visible()
    page.context.clear_cookies()
    log_in(page, served.url, "officer@vallclara.example")
    page.goto(may)
    page.get_by_role("link", name="Publish", exact=True).click()
    page.locator("input[type=checkbox]").check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("A published month does not change.")).to_be_visible()


def count(served: ServedCopy, sql: str) -> int:
    """Ask the database of the served copy, past all of our code."""
    with sqlite3.connect(f"file:{served.database}?mode=ro", uri=True) as connection:
        return int(connection.execute(sql).fetchone()[0])


MAY = "created_at >= '2026-04-30 22:00' AND created_at < '2026-05-31 22:00' AND council_id = (SELECT id FROM people_council WHERE slug = 'vallclara')"


def test_a_written_request_without_javascript(served: ServedCopy, new_context: NewContext) -> None:
    citizen, agent = (
        new_context(viewport=PHONE, java_script_enabled=False).new_page(),
        new_context(viewport=WIDE, java_script_enabled=False).new_page(),
    )
    reference = ask(citizen, served.url, way="Write to us", text="AutoFirma <b>fails</b>.")
    log_in(agent, served.url, "agent@vallclara.example")
    agent.goto(f"{served.url}/en/desk/tickets/{reference}/")
    expect(agent.get_by_text("AutoFirma <b>fails</b>.")).to_be_visible()
    agent.locator("#composer-body").fill("Please try again with Edge.")
    agent.get_by_role("button", name="Send", exact=True).click()
    citizen.goto(f"{served.url}/en/my/{reference}/")
    expect(citizen.get_by_text("Please try again with Edge.")).to_be_visible()
    citizen.locator("#composer-body").fill("Done, thank you.")
    citizen.locator("input[type=file]").set_input_files({"name": "error.txt", "mimeType": "text/plain", "buffer": b"Error 42"})
    citizen.get_by_role("button", name="Send").click()
    expect(citizen.get_by_role("link", name="error.txt")).to_be_visible()
    agent.goto(f"{served.url}/en/desk/tickets/{reference}/")
    expect(agent.get_by_role("link", name="error.txt")).to_be_visible()
    resolve(agent)
    rate(citizen, served.url, reference, "Good", "")


def test_a_telephone_contact_logged_by_keyboard(served: ServedCopy, new_context: NewContext) -> None:
    agent = new_context(viewport=WIDE).new_page()
    log_in(agent, served.url, "agent2@vallclara.example")
    agent.goto(f"{served.url}/en/desk/log/")
    before = count(served, f"SELECT count(*) FROM tickets_ticket WHERE channel = 'phone' AND {MAY}")
    started = datetime.now(UTC)
    expect(agent.locator("input[name=subject]")).to_be_focused()
    agent.keyboard.type("Appointment for the census")
    agent.keyboard.press("Control+Enter")
    expect(agent.get_by_text(re.compile(r"VC-\w{4}-\w{4}-\w")).first).to_be_visible()
    assert (datetime.now(UTC) - started).total_seconds() < 60
    assert count(served, f"SELECT count(*) FROM tickets_ticket WHERE channel = 'phone' AND {MAY}") == before + 1
    row = "SELECT count(*) FROM tickets_ticket WHERE subject = 'Appointment for the census' AND first_human_response_at = created_at AND status = 'resolved'"
    assert count(served, row) == 1


def test_a_colleagues_reply_appears_and_typed_text_stays(served: ServedCopy, new_context: NewContext) -> None:
    citizen = new_context(viewport=PHONE).new_page()
    reference = ask(citizen, served.url, way="Write to us", text="The form refuses my NIE.")
    one, two = new_context(viewport=WIDE).new_page(), new_context(viewport=WIDE).new_page()
    for page, email in ((one, "agent@vallclara.example"), (two, "agent2@vallclara.example")):
        log_in(page, served.url, email)
        page.goto(f"{served.url}/en/desk/tickets/{reference}/")
    two.locator("#composer-body").fill("half a sentence")
    one.locator("#composer-body").fill("I am looking into it.")
    one.locator("#composer-body").press("Control+Enter")
    expect(two.get_by_role("log").get_by_text("I am looking into it.")).to_be_visible()
    expect(two.locator("#composer-body")).to_have_value("half a sentence")
    two.reload()
    expect(two.locator("#composer-body")).to_have_value("half a sentence")


def test_a_chat_from_the_call_for_help_to_the_published_month(served: ServedCopy, new_context: NewContext) -> None:
    """Last of the contacts of May: what the other journeys wrote is published with it."""
    citizen, agent = new_context(viewport=PHONE).new_page(), new_context(viewport=WIDE).new_page()
    be_available(agent, served.url)
    reference = ask(citizen, served.url, way="Chat with a person", text="When I press Sign nothing happens.")
    expect(citizen.locator("[data-chat-position]")).to_have_text("1")
    agent.locator("button", has_text="Rosa Mas").filter(has_text="Accept").click()
    agent.wait_for_url(f"**/{reference}/**")
    expect(citizen.get_by_text("You are talking with")).to_be_visible()
    agent.locator("#composer-body").fill("Hello Rosa, please install AutoFirma again.")
    agent.locator("#composer-body").press("Control+Enter")
    expect(citizen.get_by_role("log").get_by_text("please install AutoFirma again")).to_be_visible()
    citizen.locator("#composer-body").fill("It works now, thank you!")
    citizen.get_by_role("button", name="Send").click()
    expect(agent.get_by_role("log").get_by_text("It works now, thank you!")).to_be_visible()
    resolve(agent)
    rate(citizen, served.url, reference, "Very good", "Thank you")
    assert any(reference in mail and "/s/" in mail for mail in served.mails())

    today = served.now()
    served.move_clock(NEXT_MONTH)
    try:
        officer = new_context(viewport=WIDE).new_page()
        publish_month(officer, served)
        check_publication(officer, served)
    finally:
        served.move_clock(today)


def check_publication(page: Page, served: ServedCopy) -> None:
    """The report validates, agrees with an independent count, and the PDF says the same."""
    files = f"{served.url}/transparency/2026-05/r1"
    report = json.loads(page.request.get(f"{files}/report.json").text())
    schema = json.loads(page.request.get(f"{served.url}/transparency/schema/v1/report.json").text())
    jsonschema.Draft202012Validator(schema).validate(report)
    totals = {i["id"]: i["value"] for i in report["indicators"]}
    assert totals["vol.contacts"] == count(served, f"SELECT count(*) FROM tickets_ticket WHERE excluded_reason = '' AND {MAY}")
    attended = f"SELECT count(*) FROM tickets_ticket WHERE excluded_reason = '' AND first_human_response_at IS NOT NULL AND {MAY}"
    assert totals["vol.attended"] == count(served, attended)
    for channel in ("chat", "web", "phone"):
        assert count(served, f"SELECT count(*) FROM tickets_ticket WHERE channel = '{channel}' AND {MAY}") > 0
    asked = "invitation_id IN (SELECT id FROM satisfaction_invitation WHERE ask = 'asked')"
    answers = count(served, f"SELECT count(*) FROM satisfaction_rating WHERE {asked} AND {MAY}")
    assert answers >= 10
    text = "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(page.request.get(f"{files}/report.ca.pdf").body())).pages)
    assert str(totals["vol.contacts"]) in text
    assert str(answers) in text
    for table in (indicator for indicator in report["indicators"] if indicator["rule"] == "S1"):
        for row in table.get("breakdowns", []):
            for cell in row["cells"]:
                assert cell["value"] is None or cell["value"] == 0 or cell["value"] >= 5
                if cell["value"]:
                    assert re.search(rf"\b{cell['value']}\b", text), (table["id"], cell)
    assert "Set-Cookie" not in page.request.get(f"{files}/report.json").headers


def test_the_mailed_link_opens_the_request_in_another_browser_once_pressed(served: ServedCopy, new_context: NewContext) -> None:
    """Its request stays unanswered, so it comes after the publication: one unanswered contact would rightly hide how many were attended."""
    reference = ask(new_context(viewport=PHONE).new_page(), served.url, way="Write to us", text="I lost my draft.")
    other = new_context(viewport=PHONE).new_page()
    for _attempt in range(60):
        mails = [mail for mail in served.mails() if reference in mail]
        if mails:
            break
        other.wait_for_timeout(250)
    link = re.search(r"http://\S+/s/[\w-]+/", mails[0].replace("=\n", ""))
    assert link
    other.goto(link[0])
    other.get_by_role("button", name="See my request").click()
    other.wait_for_url(f"**/my/{reference}/")
    assert "/s/" not in other.content()


def test_the_month_by_command(served: ServedCopy, tmp_path: Path) -> None:
    words = [
        sys.executable,
        "manage.py",
        "indicators",
        "draft",
        "--council",
        "vallclara",
        "--month",
        "2026-05",
        "--as",
        "agent@vallclara.example",
    ]
    refused = subprocess.run(words, cwd=ROOT, env=served.env, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "permission" in refused.stderr
