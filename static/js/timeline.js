// A live timeline. The page works without this file; with it, messages arrive and leave over one socket.
// The markup it needs is told at the top of templates/timeline/log.html.
// Rules: what was sent is kept in sessionStorage until the server says that it is stored; entries are read by number,
// so that a lost bell, a second tab or a restarted server neither loses nor repeats nor reorders anything.
// It imports nothing and leads once: a page may load it under two addresses (with and without the fingerprint of its name).

const POLL_MS = 15_000;
const PING_MS = 20_000;
const FIRST_DELAY = 1_000;
const LAST_DELAY = 30_000;
const ACK_MS = 10_000;
const REVOKED = 4403;

const root = document.documentElement;
const leads = !root.hasAttribute("data-live");
root.setAttribute("data-live", "");

const log = document.querySelector("[data-timeline]");
const ticket = log?.dataset.ticket ?? "";
const words = log?.dataset ?? {};
const status = document.querySelector("[data-connection]");
const form = () => document.querySelector("form[data-composer]");
const field = () => form()?.querySelector("[name=body]");

let socket = null;
let delay = FIRST_DELAY;
let reconnectTimer = 0;
let last = Number(log?.dataset.since ?? 0);
let wantsDesk = false;
let everConnected = false;
let ended = false;
let polling = null;
let chat = { state: words.chat ?? "", position: 0, agent: "" };
let known = false;

// What is kept until it is stored -----------------------------------------------------------------------------------

const outboxKey = `timeline:${ticket}:${words.as ?? ""}:outbox`;
const draftKey = `timeline:${ticket}:${words.as ?? ""}:draft`;

function load(key, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function keep(key, value) {
  try {
    if (value === "" || value?.length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is refused: it lasts as long as the page.
  }
}

// Each: { cid, body, state: "pending" | "failed", sentAt }
let outbox = load(outboxKey, []).map((message) => ({ ...message, sentAt: 0 }));
const keepOutbox = () => keep(outboxKey, outbox.map(({ cid, body, state }) => ({ cid, body, state })));

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Drawing -----------------------------------------------------------------------------------------------------------

function announce(text, { urgent = false } = {}) {
  const region = document.getElementById(urgent ? "live-alert" : "live-status");
  if (!region || !text) return;
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 80);
}

const nearEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;
const toEnd = () => { log.scrollTop = log.scrollHeight; };
const pendingNode = (cid) => log.querySelector(`[data-pending="${cid}"]`);

function button(text, action) {
  const node = document.createElement("button");
  node.type = "button";
  node.textContent = text;
  node.addEventListener("click", action);
  return node;
}

function drawPending(message) {
  let node = pendingNode(message.cid);
  if (!node) {
    node = document.createElement("div");
    node.className = "k-b";
    node.dataset.pending = message.cid;
    node.setAttribute("data-me", "");
    const who = document.createElement("p");
    who.className = "k-b__who";
    who.textContent = words.textMe;
    const text = document.createElement("div");
    text.className = "k-b__text";
    text.dir = "auto";
    text.textContent = message.body;
    const state = document.createElement("p");
    state.className = "k-b__state";
    node.append(who, text, state);
    log.append(node);
  }
  node.dataset.state = message.state;
  const state = node.querySelector(".k-b__state");
  state.replaceChildren(document.createTextNode(message.state === "failed" ? words.textFailed : words.textPending));
  if (message.state === "failed") {
    state.append(button(words.textRetry, () => retry(message.cid)), button(words.textDiscard, () => discard(message.cid)));
  }
}

function forget(cid) {
  const before = outbox.length;
  outbox = outbox.filter((message) => message.cid !== cid);
  if (outbox.length !== before) keepOutbox();
}

function discard(cid) {
  const message = outbox.find((one) => one.cid === cid);
  forget(cid);
  pendingNode(cid)?.remove();
  const input = field();
  if (message && input && !input.value) {
    input.value = message.body;
    keep(draftKey, input.value);
    input.focus();
  }
}

function insert(entry) {
  if (log.querySelector(`[data-seq="${entry.seq}"]`)) return false;
  const template = document.createElement("template");
  template.innerHTML = entry.html; // made and escaped by the server's own template
  const node = template.content.firstElementChild;
  if (!node) return false;
  const after = [...log.querySelectorAll("[data-seq]")].find((one) => Number(one.dataset.seq) > entry.seq);
  log.insertBefore(node, after ?? log.querySelector("[data-pending]"));
  return true;
}

let fresh = 0;
let freshTimer = 0;

function quietly(count) {
  // role=log reads additions by itself; many at once are only counted.
  fresh += count;
  if (fresh > 3) log.setAttribute("aria-live", "off");
  clearTimeout(freshTimer);
  freshTimer = setTimeout(() => {
    if (fresh > 3) {
      announce(words.textMany.replace("%n", String(fresh)));
      log.removeAttribute("aria-live");
    }
    fresh = 0;
  }, 2_000);
}

function receive(entries, upTo) {
  const follow = nearEnd();
  let count = 0;
  for (const entry of [...entries].sort((a, b) => a.seq - b.seq)) {
    pendingNode(entry.cid)?.remove();
    forget(entry.cid);
    if (insert(entry)) count += 1;
  }
  last = Math.max(last, upTo);
  log.dataset.since = String(last);
  if (!count) return;
  quietly(count);
  if (follow) toEnd();
  document.dispatchEvent(new CustomEvent("timeline:entries", { detail: { ticket, count, entries } }));
}

// Connection --------------------------------------------------------------------------------------------------------

function say(text) {
  if (status && status.textContent !== text) status.textContent = text;
}

const isOpen = () => socket?.readyState === WebSocket.OPEN;
const send = (frame) => isOpen() && socket.send(JSON.stringify(frame));

function open() {
  clearTimeout(reconnectTimer);
  if (ended || socket) return;
  const as = log && words.as === "citizen" ? "?as=citizen" : "";
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  socket = new WebSocket(`${scheme}://${location.host}/ws/timeline/${as}`);
  socket.addEventListener("open", () => {
    delay = FIRST_DELAY;
    if (everConnected && status?.textContent) {
      say("");
      announce(words.textOnline ?? "");
    }
    say("");
    everConnected = true;
    if (log) send({ t: "watch", ticket, since: last, lang: document.documentElement.lang.slice(0, 2) });
    if (wantsDesk) send({ t: "desk" });
    flush();
  });
  socket.addEventListener("message", (event) => {
    try {
      hear(JSON.parse(event.data));
    } catch {
      // A frame of a newer server: the poll keeps the page up to date.
    }
  });
  socket.addEventListener("close", (event) => {
    socket = null;
    for (const message of outbox) message.sentAt = 0;
    if (event.code === REVOKED) poll();
    if (log && everConnected && !ended) say(words.textOffline);
    reconnectTimer = setTimeout(open, delay * (0.5 + Math.random()));
    delay = Math.min(delay * 2, LAST_DELAY);
  });
}

function hear(frame) {
  if (frame.t === "entries" && frame.ticket === ticket) receive(frame.entries, frame.last);
  else if (frame.t === "ack") acked(frame.cid);
  else if (frame.t === "chat" && frame.ticket === ticket) follow(frame);
  else if (frame.t === "head" && frame.ticket === ticket) document.dispatchEvent(new CustomEvent("timeline:head"));
  else if (frame.t === "desk") document.dispatchEvent(new CustomEvent("timeline:desk"));
  else if (frame.t === "error") refused(frame);
}

function acked(cid) {
  forget(cid);
  const node = pendingNode(cid);
  if (!node) return;
  node.dataset.state = "stored";
  node.querySelector(".k-b__state")?.replaceChildren();
}

function refused({ code, cid }) {
  const message = outbox.find((one) => one.cid === cid);
  if (!message) return;
  if (code === "too_many" || code === "try_again") {
    message.sentAt = Date.now() + 5_000;
    if (code === "too_many") say(words.textTooMany);
    return;
  }
  message.state = "failed";
  keepOutbox();
  drawPending(message);
  announce(code === "invalid" ? words.textInvalid : words.textFailed, { urgent: true });
}

function flush() {
  if (!isOpen()) return;
  for (const message of outbox) {
    if (message.state !== "pending" || (message.sentAt && Date.now() - message.sentAt < ACK_MS)) continue;
    message.sentAt = Date.now();
    send({ t: "say", ticket, cid: message.cid, body: message.body });
  }
}

function retry(cid) {
  const message = outbox.find((one) => one.cid === cid);
  if (!message) return;
  Object.assign(message, { state: "pending", sentAt: 0 });
  keepOutbox();
  drawPending(message);
  flush();
}

async function poll() {
  if (!log?.dataset.poll || ended || polling) return;
  polling = (async () => {
    let more = true;
    while (more) {
      const response = await fetch(`${log.dataset.poll}?since=${last}`, {
        headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "manual", cache: "no-store",
      });
      if (response.type === "opaqueredirect" || [401, 403, 404, 410].includes(response.status)) {
        ended = true;
        socket?.close();
        say(words.textEnded);
        return;
      }
      if (!response.ok) return;
      const news = await response.json();
      receive(news.entries, news.last);
      if (news.chat) follow(news.chat);
      if (!isOpen() && everConnected === false) say(words.textPolling);
      more = Boolean(news.more);
    }
  })();
  try {
    await polling;
  } catch {
    if (!isOpen()) say(words.textOffline);
  } finally {
    polling = null;
  }
}

// State of the chat -------------------------------------------------------------------------------------------------

async function redraw() {
  try {
    const response = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const region of document.querySelectorAll("[data-chat-region]")) {
      const other = page.querySelector(`[data-chat-region="${region.dataset.chatRegion}"]`);
      if (!other || region.contains(log)) continue;
      const typing = region.contains(document.activeElement) && document.activeElement === field();
      region.replaceChildren(...other.childNodes);
      if (typing) field()?.focus();
    }
    restoreDraft();
  } catch {
    // The connection fell: the next state asks again.
  }
}

function follow({ state, position, agent }) {
  const changed = state !== chat.state;
  const moved = position !== chat.position;
  chat = { state, position, agent };
  for (const node of document.querySelectorAll("[data-chat-state]")) Object.assign(node.dataset, { state, position, agent });
  for (const node of document.querySelectorAll("[data-chat-position]")) node.textContent = String(position);
  if (words.as === "citizen") {
    if (changed && state === "active") announce(words.textAccepted.replace("%s", agent));
    else if (changed && state !== "waiting") announce(words.textOver);
    else if (moved && known && state === "waiting") announce(words.textPosition.replace("%n", String(position)));
  }
  known = true;
  if (changed) redraw();
  if (changed || moved) {
    document.dispatchEvent(new CustomEvent("timeline:state", { detail: { ticket, ...chat } }));
  }
}

// Writing -----------------------------------------------------------------------------------------------------------

function restoreDraft() {
  const input = field();
  const draft = load(draftKey, "");
  if (input && draft && !input.value && !input.dataset.area) input.value = draft; // the desk keeps its drafts on the server
}

function hasFiles(target) {
  const isKept = target.querySelector("input[name=kept]:checked") !== null; // files of a message that was refused
  return isKept || [...target.querySelectorAll("input[type=file]")].some((input) => input.files.length > 0);
}

function submit(event) {
  const target = event.target;
  if (!log || !target.matches?.("form[data-composer]")) return;
  if (hasFiles(target) || event.submitter?.hasAttribute("formaction")) {
    keep(draftKey, ""); // it goes as a form: the page that answers either stored it or shows it again
    return;
  }
  const input = target.querySelector("[name=body]");
  const body = input.value.trim();
  event.preventDefault();
  if (!body || body.length > 5000) {
    announce(words.textInvalid, { urgent: true });
    input.focus();
    return;
  }
  const message = { cid: newId(), body, state: "pending", sentAt: 0 };
  outbox.push(message);
  keepOutbox();
  input.value = "";
  input.dispatchEvent(new Event("input", { bubbles: true }));
  drawPending(message);
  toEnd();
  flush();
  input.focus();
}

// Life of the page --------------------------------------------------------------------------------------------------

function wake() {
  if (document.visibilityState === "hidden" || ended) return;
  delay = FIRST_DELAY;
  if (!socket && (log || wantsDesk)) open();
  poll();
}

function start() {
  if (log) {
    outbox = outbox.filter((message) => !log.querySelector(`[data-cid="${message.cid}"]`));
    keepOutbox();
    outbox.forEach(drawPending);
    restoreDraft();
    toEnd();
  }
  document.addEventListener("submit", submit);
  document.addEventListener("input", (event) => {
    if (log && event.target === field()) keep(draftKey, event.target.value);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.closest?.("form[data-composer]")) return;
    event.preventDefault();
    form().requestSubmit(form().querySelector("[data-send]") ?? undefined);
  });
  document.addEventListener("timeline:want-desk", followDesk);
  if (log) open();
  setInterval(poll, POLL_MS);
  setInterval(flush, ACK_MS / 2);
  setInterval(() => send({ t: "ping" }), PING_MS);
  window.addEventListener("focus", wake);
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", (event) => { if (event.persisted) wake(); });
  document.addEventListener("visibilitychange", wake);
}

function followDesk() {
  wantsDesk = true;
  send({ t: "desk" });
  open();
}

/** `onDesk()` is called when the queue of the desk changes, `onState({ ticket, state, position, agent })` when a chat does. */
export function connect({ onDesk, onState } = {}) {
  if (onState) document.addEventListener("timeline:state", (event) => onState(event.detail));
  if (!onDesk) return;
  document.addEventListener("timeline:desk", () => onDesk());
  document.dispatchEvent(new CustomEvent("timeline:want-desk"));
}

if (leads) start();
