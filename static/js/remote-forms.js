// Buttons about more than looking: sent without leaving the page, so that a picture goes on. Without this file the forms do the same.
import { announce } from "./kit.js";
import { parse, quiet } from "./remote-parts.js";
import { swap } from "./remote-page.js";

/** Shows and says what the server had to say to whoever pressed. */
function show(notices) {
  document.querySelector(".k-messages")?.remove();
  document.getElementById("content")?.prepend(notices);
  announce(notices.textContent.replace(/\s+/g, " ").trim(), { urgent: true });
}

async function send(form, submitter) {
  const body = new FormData(form);
  if (submitter?.name) body.append(submitter.name, submitter.value);
  const response = await fetch(form.action, { ...quiet, redirect: "follow", method: "POST", body });
  const other = parse(await response.text());
  if (swap(other)) return;
  const notices = other.querySelector(".k-messages");
  if (notices) show(notices);
  document.dispatchEvent(new CustomEvent("remote:changed"));
}

/** Sends a form as browsers do, with the button that was pressed. */
function plainly(form, submitter) {
  if (submitter?.name) {
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: submitter.name, value: submitter.value });
    form.append(pressed);
  }
  form.submit();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-remote-form]")) return;
  event.preventDefault();
  if ("sent" in form.dataset) return;
  form.dataset.sent = "";
  send(form, event.submitter)
    .catch(() => plainly(form, event.submitter))
    .finally(() => delete form.dataset.sent);
});
