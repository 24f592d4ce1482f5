// The desk: keeps the queue fresh, keeps what is being written, and makes the keyboard enough. Everything works without this file.
import { announce } from "./kit.js";
import { connect } from "./timeline.js";

const POLL = 15_000;
const store = {
  get: (key) => { try { return sessionStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { if (value) sessionStorage.setItem(key, value); else sessionStorage.removeItem(key); } catch { /* Storage is refused. */ } },
};

// ---- the queue: refreshed by the bell, every 15 seconds and on focus; htmx morphs it, so that focus and scrolling stay -----------
const live = document.getElementById("desk-live");
let last = 0;
let pending = 0;

function refresh() {
  if (!live || !window.htmx || document.hidden) return;
  const wait = Math.max(0, 1000 - (Date.now() - last));
  clearTimeout(pending);
  pending = setTimeout(() => {
    last = Date.now();
    window.htmx.trigger(live, "desk-refresh");
  }, wait);
}

function waiting() {
  const nav = document.querySelector("#desk-chats [data-waiting]");
  return nav ? { count: Number(nav.dataset.waiting), text: nav.dataset.waitingText } : { count: 0, text: "" };
}

const title = document.title;
let known = waiting().count;
function tellWaiting() {
  const { count, text } = waiting();
  document.title = count ? `(${count}) ${title}` : title;
  if (count > known) announce(text, { urgent: true });
  known = count;
}

document.addEventListener("htmx:after:swap", tellWaiting);
window.addEventListener("focus", refresh);
document.addEventListener("visibilitychange", refresh);
setInterval(refresh, POLL);
connect({ onDesk: refresh });
tellWaiting();

// ---- what is being written is never lost ----------------------------------------------------------------------------------------
const place = document.getElementById("timeline")?.dataset.ticket ?? "";
const sent = new URLSearchParams(location.search).get("sent");
for (const area of document.querySelectorAll("textarea[data-keep]")) {
  const key = `desk:${place}:${area.dataset.keep}`;
  if (sent === area.dataset.keep) store.set(key, "");
  else if (!area.value) area.value = store.get(key) ?? "";
  area.addEventListener("input", () => store.set(key, area.value));
  window.addEventListener("pagehide", () => store.set(key, area.value));
}
if (sent) {
  const url = new URL(location.href);
  url.searchParams.delete("sent");
  history.replaceState(history.state, "", url);
}

// ---- composer ----------------------------------------------------------------------------------------------------------------------
function visibleArea() {
  return [...document.querySelectorAll(".w-composer textarea")].find((area) => area.offsetParent !== null);
}

document.addEventListener("change", (event) => {
  if (event.target.name === "composer") visibleArea()?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  const form = event.target.closest?.("form[data-note], form[data-log]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

document.querySelectorAll("[data-insert]").forEach((button) => { button.hidden = false; });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  const area = document.getElementById("composer-body");
  const lines = [...document.querySelectorAll(`#${button.dataset.insert} li`)].map((line, index) => `${index + 1}. ${line.textContent}`);
  document.getElementById("compose-reply").checked = true;
  area.value = [area.value.trimEnd(), lines.join("\n")].filter(Boolean).join("\n\n");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
});

// ---- logging a contact: the procedure presets the motive and narrows the steps ------------------------------------------------------
const form = document.querySelector("form[data-log]");
if (form) {
  const { procedure, step, motive } = form.elements;
  const groups = [...step.querySelectorAll("optgroup")];
  let touched = Boolean(motive.value);
  const narrow = () => {
    const chosen = procedure.selectedOptions[0];
    const own = procedure.value ? groups.filter((group) => group.label === chosen.text) : groups;
    groups.forEach((group) => group.remove());
    step.append(...own);
    if (!touched) motive.value = chosen?.dataset.motive ?? "";
  };
  procedure.addEventListener("change", () => {
    step.value = "";
    narrow();
  });
  motive.addEventListener("change", () => { touched = Boolean(motive.value); });
  narrow();
  form.addEventListener("submit", () => setTimeout(() => form.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = true; })));
  window.addEventListener("pageshow", () => form.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = false; }));
}
