// The citizen's code and command: shown without leaving the page, so that loading it again never makes another. Without this file the forms do the same.
import { announce } from "./kit.js";

const card = () => document.querySelector("[data-command]");

function ready() {
  for (const button of document.querySelectorAll("[data-command-copy]")) button.hidden = !navigator.clipboard;
}

async function show(form) {
  const options = { method: "POST", body: new FormData(form), credentials: "same-origin", cache: "no-store", redirect: "manual" };
  const response = await fetch(form.action, options);
  const fresh = response.ok && new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-command]");
  if (!fresh?.querySelector("[data-command-shown]")) {
    location.reload();
    return;
  }
  card().replaceWith(fresh);
  ready();
  announce(fresh.dataset.textShown);
  fresh.querySelector("[data-command-shown]").focus();
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-command-code]")) {
    event.preventDefault();
    show(event.target).catch(() => location.reload());
  }
  // A script brings a code of its own: the one on the page is dead.
  if (event.target.matches("[data-command-script]")) document.querySelector("[data-command-shown]")?.remove();
});

document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-command-copy]")) return;
  await navigator.clipboard.writeText(document.querySelector("[data-command-text]").textContent);
  announce(card().dataset.textCopied);
});

ready();
