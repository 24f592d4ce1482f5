// The desk: keeps the queue fresh and makes the keyboard enough. Everything works without this file.
import { announce } from "./kit.js";
import { connect } from "./timeline.js";

const POLL = 15_000;

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
    clearTimeout(late);
    late = setTimeout(tellOld, LATE);
  }, wait);
}

// ---- how old the page is: said when the server has not answered for a while --------------------------------------------------------
const LATE = 8000;
const old = document.getElementById("desk-old");
let updated = new Date();
let late = 0;

function tellOld() {
  if (!old) return;
  const time = updated.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const text = (navigator.onLine ? old.dataset.old : old.dataset.offline).replace("{time}", time);
  if (old.textContent === text) return;
  old.textContent = text;
  old.toggleAttribute("data-on", true);
}

function tellFresh() {
  clearTimeout(late);
  updated = new Date();
  if (!old?.hasAttribute("data-on")) return;
  old.textContent = "";
  old.removeAttribute("data-on");
  announce(old.dataset.back);
}

document.addEventListener("htmx:after:request", (event) => {
  if (event.target !== live) return;
  if ((event.detail?.ctx?.response?.status ?? 500) < 400) tellFresh();
  else tellOld();
});
document.addEventListener("htmx:error", (event) => { if (event.target === live) tellOld(); });
window.addEventListener("offline", tellOld);
window.addEventListener("online", refresh);

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

// ---- filters: many lists of choices, fetched when they are opened ------------------------------------------------------------------
const filters = document.getElementById("filters");
filters?.addEventListener("toggle", async () => {
  const place = filters.querySelector("[data-load]");
  if (!filters.open || !place) return;
  const link = place.querySelector("a");
  try {
    const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
    const form = page.querySelector("#filters form");
    if (form && place.isConnected) {
      place.replaceWith(form);
      form.querySelector("input:not([type=hidden]), select")?.focus();
    }
  } catch {
    // The link is still there.
  }
});

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
