// The agent's picture of a citizen's computer. What may pass is decided by the broker's gate; this page only keeps its manners beside it.
import RFB from "../vendor/novnc/core/rfb.js";
import { announce } from "./kit.js";

const POLL_MS = 1_500;
const RETRY_MS = 2_500;
const SILENT_AFTER = 2;
const ENDED = new Set(["ending", "ended", "declined", "expired", "revoked", "terminated", "timed_out", "failed"]);
const THERE = new Set(["ready", "viewing", "controlling"]);
// How a broker closes (remote/broker/codes.py): words for those that say more than that the line fell.
const CLOSED = { 4404: "waiting", 4408: "lost", 4409: "busy", 4410: "ended", 4400: "ended", 4424: "silent" };

const root = document.querySelector("[data-novnc]");
const text = root.dataset;
const part = (name) => root.querySelector(`[data-novnc-${name}]`);
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const counts = { keys: 0, clicks: 0 };

let now = { state: text.state, scope: text.scope };
let rfb = null;
let tries = 0;
let fit = true;
let asking = false;
let timer = 0;
let typed = "";
let closed = 0;

// ---- words ------------------------------------------------------------------------------------------------------------------------
function say(key, { password = false, again = false } = {}) {
  asking = password || again;
  const words = (name) => root.getAttribute(`data-text-${name}`);
  const title = words(key);
  const news = part("says").hidden || part("title").textContent !== title;
  part("title").textContent = title;
  part("more").textContent = words(`${key}-more`);
  part("password").hidden = !password;
  part("again").hidden = !again;
  part("says").hidden = false;
  part("tools").hidden = true;
  root.dataset.shows = key;
  if (news) announce(title);
  if (password) root.querySelector("#screen-password").focus();
}

function shown() {
  tries = 0;
  asking = false;
  part("says").hidden = true;
  part("tools").hidden = false;
  root.dataset.shows = "screen";
  const canvas = part("screen").querySelector("canvas");
  canvas.tabIndex = 0;
  obey();
  announce(text.textCanvas);
}

function count() {
  part("counts").hidden = counts.keys + counts.clicks === 0;
  part("counts").textContent = text.textCounts.replace("%k", String(counts.keys)).replace("%p", String(counts.clicks));
}

// ---- what the citizen has granted ---------------------------------------------------------------------------------------------------
const may = (scope) => now.scope.split("+").includes(scope);
const controls = () => now.state === "controlling" && may("control");

function obey() {
  const drives = controls();
  const words = drives ? text.textControl : text.textView;
  if (part("scope").textContent !== words) part("scope").textContent = words;
  root.dataset.drives = drives ? "yes" : "no";
  part("keys").hidden = !drives;
  part("clip").hidden = !(drives && may("clipboard"));
  if (part("clip").hidden) part("clip-text").value = "";
  if (!rfb) return;
  rfb.viewOnly = !drives;
  const canvas = part("screen").querySelector("canvas");
  if (!canvas) return;
  canvas.setAttribute("role", drives ? "application" : "img");
  canvas.setAttribute("aria-label", drives ? text.textCanvasControl : text.textCanvas);
}

async function look() {
  let answer = null;
  try {
    const response = await fetch(text.stateUrl, { credentials: "same-origin", cache: "no-store", redirect: "manual", headers: { "X-Requested-With": "fetch" } });
    if (response.ok) answer = await response.json();
  } catch {
    // The connection fell: asked again in a moment.
  }
  if (answer) {
    now = answer;
    obey();
    if (ENDED.has(now.state)) finish();
    else if (!rfb && !timer && !asking) THERE.has(now.state) ? connect() : say("waiting");
    else if (rfb && !THERE.has(now.state)) rfb.disconnect();
  }
}

function finish() {
  rfb?.disconnect();
  say("ended");
}

// ---- the connection: a ticket just before, as the first thing that is said -----------------------------------------------------------
function later() {
  if (timer || ENDED.has(now.state)) return;
  timer = setTimeout(() => {
    timer = 0;
    if (THERE.has(now.state) && !rfb && !asking) connect();
  }, RETRY_MS);
}

async function connect() {
  if (rfb) return;
  if (!tries) say("connecting");
  tries += 1;
  timer = 1;
  try {
    const headers = { "X-CSRFToken": token(), "X-Requested-With": "fetch" };
    const response = await fetch(text.ticket, { method: "POST", credentials: "same-origin", cache: "no-store", redirect: "manual", headers });
    timer = 0;
    if (!response.ok) {
      if (tries > SILENT_AFTER) say("lost");
      later();
      return;
    }
    open(await response.json());
  } catch {
    timer = 0;
    later();
  }
}

function open(pass) {
  // The page may connect to the broker that it was loaded with, and to no other.
  if (`${text.broker.replace(/\/$/, "")}/` !== pass.address && new URL(pass.address).host !== location.host) {
    location.reload();
    return;
  }
  const line = new WebSocket(pass.address);
  line.binaryType = "arraybuffer";
  let opened = false;
  timer = 1;
  line.addEventListener("open", () => {
    opened = true;
    timer = 0;
    line.send(pass.token);
    draw(line, typed || pass.password);
  }, { once: true });
  line.addEventListener("close", (event) => {
    closed = event.code;
    if (opened) return;
    timer = 0;
    if (tries > SILENT_AFTER) say("lost");
    later();
  }, { once: true });
}

function draw(line, password) {
  let connected = false;
  rfb = new RFB(part("screen"), line, { credentials: { password }, shared: true });
  rfb.viewOnly = true;
  rfb.scaleViewport = fit;
  rfb.clipViewport = false;
  rfb.background = "transparent";
  rfb.addEventListener("connect", () => {
    connected = true;
    shown();
  });
  rfb.addEventListener("credentialsrequired", (event) => {
    if (event.detail.types.includes("username")) say("account", { again: true });
    else say("refused", { password: true });
  });
  rfb.addEventListener("securityfailure", () => {
    typed = "";
    say("refused", { password: true });
  });
  rfb.addEventListener("clipboard", (event) => {
    if (!part("clip").hidden) part("clip-text").value = event.detail.text;
  });
  rfb.addEventListener("disconnect", () => {
    rfb = null;
    if (ENDED.has(now.state)) {
      say("ended");
      return;
    }
    if (asking) return;
    const why = THERE.has(now.state) ? CLOSED[closed] : "waiting";
    if (why === "busy") say(why, { again: true });
    else if (why) say(why);
    else if (connected || tries > SILENT_AFTER) say("lost");
    if (why !== "busy") later();
  });
}

// ---- buttons ------------------------------------------------------------------------------------------------------------------------
root.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = root.querySelector("#screen-password");
  typed = field.value;
  field.value = "";
  again();
});

function again() {
  asking = false;
  tries = 0;
  rfb?.disconnect();
  if (!rfb) connect();
  else later();
}

part("again").addEventListener("click", again);
part("keys").addEventListener("click", () => {
  rfb?.sendCtrlAltDel();
  rfb?.focus();
});
part("full").addEventListener("click", () => part("frame").requestFullscreen?.());
part("fit").addEventListener("click", () => {
  fit = !fit;
  part("fit").setAttribute("aria-pressed", String(fit));
  if (rfb) rfb.scaleViewport = fit;
});
part("clip-send").addEventListener("click", () => rfb?.clipboardPasteFrom(part("clip-text").value));

// Counted on the way, and the way out of a canvas that takes every key.
part("screen").addEventListener("keydown", (event) => {
  if (event.shiftKey && event.key === "F10") {
    event.preventDefault();
    event.stopImmediatePropagation();
    rfb?.blur();
    part("fit").focus();
    return;
  }
  if (rfb && controls()) counts.keys += 1;
  count();
}, { capture: true });
part("screen").addEventListener("pointerdown", () => {
  if (rfb && controls()) counts.clicks += 1;
  count();
}, { capture: true });

async function follow() {
  await look();
  if (root.dataset.shows !== "ended") setTimeout(follow, POLL_MS);
}

document.addEventListener("remote:changed", look);
obey();
follow();
