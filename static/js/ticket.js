// The page of a ticket: what is written is kept on the server, the head stays fresh, canned answers are at hand, and it knows what was read.
// Everything works without this file.
import { announce } from "./kit.js";

const HEARTBEAT = 15_000;
const DEBOUNCE = 1_000;
const WRITING = 10_000; // without a key for so long, nobody writes
const READ = 600; // so long an entry must be in sight to have been read

const log = document.getElementById("timeline");
const live = document.getElementById("ticket-live");
const forms = [...document.querySelectorAll("form[data-write]")];
const areaOf = (form) => form.querySelector("textarea[data-area]");

// ---- what was read: entries count once they have been in sight ------------------------------------------------------------------
let seen = Number(live?.elements.seen.value ?? 0);
const waiting = new Set();

function tellSeen() {
  for (const input of document.querySelectorAll("[data-seen]")) input.value = String(seen);
}

function advance() {
  const next = [...waiting].map(Number);
  const limit = next.length ? Math.min(...next) - 1 : Number(log.dataset.since);
  if (limit > seen) {
    seen = limit;
    tellSeen();
  }
}

const sight = new IntersectionObserver((changes) => {
  for (const { target, isIntersecting } of changes) {
    clearTimeout(target.readTimer);
    if (isIntersecting) target.readTimer = setTimeout(() => read(target), READ);
  }
}, { root: null, threshold: 0.01 });

function read(node) {
  if (document.visibilityState !== "visible") return;
  sight.unobserve(node);
  waiting.delete(node.dataset.seq);
  advance();
}

document.addEventListener("timeline:entries", ({ detail }) => {
  for (const { seq } of detail.entries) {
    const node = seq > seen && log.querySelector(`[data-seq="${seq}"]`);
    if (!node) continue;
    waiting.add(String(seq));
    sight.observe(node);
  }
  look();
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  for (const seq of waiting) {
    const node = log.querySelector(`[data-seq="${seq}"]`);
    sight.unobserve(node);
    sight.observe(node);
  }
});

// ---- the head of the ticket, and who else is here ----------------------------------------------------------------------------------
let typedAt = 0;
let lookTimer = 0;
let toldWriting = false;

const isWriting = () => Date.now() - typedAt < WRITING;
const isBusy = () => Boolean(document.querySelector("#ticket-actions details[open], #ticket-actions .w-stale"))
  || Boolean(document.activeElement?.closest("#ticket-actions"));

function look(wait = 150) {
  if (!live || !window.htmx || document.hidden) return;
  clearTimeout(lookTimer);
  lookTimer = setTimeout(() => {
    toldWriting = isWriting();
    live.elements.writing.value = toldWriting ? "1" : "0";
    live.elements.actions.value = isBusy() ? "0" : "1";
    live.elements.seen.value = String(seen);
    window.htmx.trigger(live, "ticket-look");
  }, wait);
}

document.addEventListener("htmx:after:swap", tellSeen);
document.addEventListener("timeline:head", () => look());
document.addEventListener("visibilitychange", () => look());
window.addEventListener("focus", () => look());
setInterval(() => look(), HEARTBEAT);
look(2_000); // leaving the page before may have been heard after opening this one
setInterval(() => { if (toldWriting && !isWriting()) look(); }, 2_000);

// ---- drafts: a second after the last key, and when the page goes -----------------------------------------------------------------
// The fields say autocomplete="off": a browser that restores them when the page is loaded again puts an older state over what the server kept.
const SOON_BACK = 60_000; // a page loaded again may be drawn before what was sent at its leaving has arrived: this tab remembers it

class Draft {
  constructor(form) {
    this.form = form;
    this.area = areaOf(form);
    this.state = form.querySelector("[data-draft-state]");
    this.url = form.querySelector("[data-save-draft]").formAction;
    this.saved = this.area.defaultValue === this.area.value ? this.area.value : null;
    this.timer = 0;
    this.queue = Promise.resolve();
    this.gone = false;
    this.key = `draft:${form.dataset.write}:${this.url}`;
    this.takeBack();
    form.querySelector("[data-save-draft]").hidden = true;
    this.area.addEventListener("input", () => this.later());
    // On the window, after the timeline has taken what goes over the socket: the answer of the server decides what becomes of the draft.
    window.addEventListener("submit", (event) => { if (event.target === form && !event.defaultPrevented) this.gone = true; });
  }

  later() {
    this.say("");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), DEBOUNCE);
  }

  takeBack() {
    try {
      const left = JSON.parse(sessionStorage.getItem(this.key));
      sessionStorage.removeItem(this.key);
      if (!left || Date.now() - left.at > SOON_BACK || left.text === this.area.value) return;
      this.area.value = left.text;
      this.later();
    } catch {
      // A browser that keeps nothing: the server does.
    }
  }

  leave() {
    if (this.gone || this.area.value === this.saved) return;
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ at: Date.now(), text: this.area.value }));
    } catch {
      // The same.
    }
    this.save({ leaving: true });
  }

  body() {
    const data = new URLSearchParams({ kind: this.form.dataset.write, body: this.area.value });
    for (const name of ["csrfmiddlewaretoken", "client_id"]) data.set(name, this.form.elements[name].value);
    return data;
  }

  save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    const value = this.area.value;
    if (this.gone || value === this.saved) return;
    const body = this.body();
    const send = async () => {
      try {
        const response = await fetch(this.url, { method: "POST", body, keepalive: leaving, headers: { Accept: "application/json" }, redirect: "error" });
        if (!response.ok) throw new Error(String(response.status));
        this.saved = value;
        this.say(value.trim() ? this.state.dataset.textSaved : "");
      } catch {
        this.say(this.state.dataset.textLost);
      }
    };
    if (leaving) send();
    else this.queue = this.queue.then(send);
  }

  say(text) {
    this.state.textContent = text;
    if (text && text === this.state.dataset.textLost) announce(text);
  }
}

const drafts = forms.map((form) => new Draft(form));

function onTyping(event) {
  if (!event.target.matches?.("textarea[data-area]")) return;
  typedAt = event.target.value ? Date.now() : 0;
  if (isWriting() !== toldWriting) look(0);
}

document.addEventListener("input", onTyping);
window.addEventListener("pagehide", () => {
  for (const draft of drafts) draft.leave();
  if (!live) return;
  const body = new URLSearchParams({ away: "1", csrfmiddlewaretoken: live.elements.csrfmiddlewaretoken.value });
  fetch(live.getAttribute("hx-post"), { method: "POST", body, keepalive: true }).catch(() => {});
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  for (const draft of drafts) draft.gone = false;
  look();
});

// ---- a reply goes as a form, so that its version is checked; only a live chat speaks over the socket ---------------------------------
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.('form[data-write="reply"]:not([data-composer])');
  if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener("timeline:state", ({ detail }) => {
  if (detail.state === "active") return;
  for (const form of forms) {
    form.removeAttribute("data-composer");
    form.elements.seen.disabled = false;
  }
});

for (const form of forms) {
  form.addEventListener("submit", (event) => {
    if (form.matches("[data-composer]")) return;
    if (form.dataset.sent) event.preventDefault();
    else if (!event.submitter?.hasAttribute("formaction")) form.dataset.sent = "1";
  });
}
window.addEventListener("pageshow", () => forms.forEach((form) => delete form.dataset.sent));

// ---- canned answers: by the menu, or by /shortcut and Tab or Enter -------------------------------------------------------------------
const menu = document.getElementById("canned");
const answers = [...(menu?.querySelectorAll("[data-canned]") ?? [])];
const fallback = document.getElementById("canned-language");

function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function insert(area, text, start, end) {
  const before = area.value.slice(0, start);
  const lead = before.trim() && start === end && !/\n\s*$/.test(before) ? "\n\n" : "";
  area.setRangeText(lead + text, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

function use(link, area, start, end) {
  insert(area, link.dataset.text, start, end);
  if (fallback) fallback.textContent = link.dataset.fallback ? fallback.dataset.text.replace("%s", link.dataset.fallback) : "";
}

function narrow(input) {
  const words = fold(input.value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const link of answers) {
    const text = fold(`${link.textContent} ${link.dataset.text}`);
    const fits = words.every((word) => text.includes(word.replace(/^\//, "")));
    link.parentElement.hidden = !fits;
    shown += fits;
  }
  menu.querySelector("[data-canned-none]").hidden = shown > 0;
}

if (answers.length) {
  const search = menu.querySelector("[data-canned-search]");
  const input = search.querySelector("input");
  search.hidden = false;
  menu.querySelector("[data-canned-hint]").hidden = false;
  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    input.value = "";
    narrow(input);
    input.focus();
  });
  input.addEventListener("input", () => narrow(input));
  menu.addEventListener("click", (event) => {
    const link = event.target.closest("[data-canned]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const area = document.getElementById("composer-body");
    menu.open = false;
    use(link, area, area.selectionStart, area.selectionStart);
  });
  menu.addEventListener("keydown", (event) => {
    const shown = answers.filter((link) => !link.parentElement.hidden);
    const at = shown.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      shown[0]?.click();
    } else if (to !== undefined && shown.length) {
      event.preventDefault();
      (to < 0 ? input : shown[Math.min(to, shown.length - 1)]).focus();
    }
  });
}

document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (!["Tab", "Enter"].includes(event.key) || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (area.id !== "composer-body" || area.selectionStart !== area.selectionEnd) return;
  const found = /(?:^|\s)\/([a-z0-9-]+)$/.exec(area.value.slice(0, area.selectionStart));
  const fitting = found ? answers.filter((link) => link.dataset.canned === found[1]) : [];
  const link = fitting.find((one) => one.dataset.own) ?? fitting[0];
  if (!link) return;
  event.preventDefault();
  use(link, area, area.selectionStart - found[1].length - 1, area.selectionStart);
});
