// A call by video, the same for both sides: wait, connect, talk. Whatever ends, ends camera and microphone. Hanging up is a form, so it works without this file.
import { announce } from "./kit.js";
import { Line } from "./share-line.js";
import { FACES, Peer } from "./share-peer.js";
import { Voice } from "./share-voice.js";
import { recall, remember } from "./video-choice.js";

const CONNECT_MS = 12_000;
const TRIES = 3;
const LOOK_MS = 15_000;
const LONGEST = 3_600;
const SOON = 300;

const root = document.querySelector("[data-video]");
const part = (name) => root.querySelector(`[data-video-part="${name}"]`);
const words = root?.dataset ?? {};
const offers = words.video === "citizen";

let terms = null;
let other = { on: false, id: 0 };
let peer = null;
let late = 0;
let tries = 0;
let isOver = false;
let isKnown = false;
let endsAt = 0;
let isTalking = false;
let theirs = { voice: false, camera: false };
let line;
let voice;

function state(text, tone = "info") {
  const node = part("state");
  if (node.textContent === text) return;
  node.textContent = text;
  node.dataset.tone = tone;
  announce(text, { urgent: tone === "danger" });
}

const fill = (text) => text.replace("{name}", part("name").textContent);

function follow() {
  if (!other.on) state(isKnown ? words.textGone : words.textWaiting, isKnown ? "warning" : "info");
  else if (peer?.isConnected) state(fill(words.textTalking), "success");
  else if (tries > TRIES) state(words.textNone, "danger");
  else state(isTalking ? words.textInterrupted : words.textConnecting, isTalking ? "warning" : "info");
  const sees = peer?.isConnected && theirs.camera;
  voice.shows({ camera: sees });
  part("nobody").hidden = sees;
  part("dark").hidden = !peer?.isConnected;
  part("their-voice").hidden = !peer?.isConnected || theirs.voice;
}

// The connection -----------------------------------------------------------------------------------------------------------

function drop() {
  clearTimeout(late);
  voice.use(null);
  peer?.close();
  peer = null;
  theirs = { voice: false, camera: false };
}

const say = (data) => line.say({ t: "signal", data });
const tell = (media) => peer && say({ call: peer.call, media });

function make(call) {
  drop();
  const mine = new Peer(call, terms, {
    say,
    state: (now) => mine === peer && changed(now),
    track: (kind, track) => voice.hears(kind, track),
  }, FACES);
  peer = mine;
  return mine;
}

async function connect() {
  if (!other.on || isOver) return;
  tries += 1;
  if (tries > TRIES) {
    drop();
    follow();
    return;
  }
  const mine = make(Math.floor(Math.random() * 2 ** 32));
  late = setTimeout(connect, CONNECT_MS);
  follow();
  try {
    await mine.offer();
    if (mine === peer) voice.use(mine);
  } catch {
    // Tried again when it is late.
  }
}

function changed(now) {
  if (now === "connected") {
    clearTimeout(late);
    tries = 0;
    isKnown = true;
    line.say({ t: "connected" });
    tell(voice.media);
  } else if (now === "failed" && offers) connect();
  follow();
}

async function signal(data) {
  if (!offers && data.description?.type === "offer" && data.call !== peer?.call) {
    const mine = make(data.call);
    await mine.hear(data);
    if (mine === peer) voice.use(mine);
    follow();
    return;
  }
  if (data.call !== peer?.call) return;
  if (data.media) {
    theirs = data.media;
    follow();
  } else await peer.hear(data);
}

// What the service says --------------------------------------------------------------------------------------------------------

function see(frame) {
  const isNew = frame.on !== other.on || frame.id !== other.id;
  other = frame;
  if (offers && frame.name) part("name").textContent = frame.name;
  if (isNew) {
    drop();
    tries = 0;
    if (offers && frame.on) connect();
  }
  follow();
}

function last(frame) {
  endsAt = performance.now() + frame.left * 1_000;
  isTalking = frame.talking;
  part("time").hidden = !isTalking;
  if (isTalking && offers) document.querySelector("h1").textContent = words.textTitle;
}

function finish(to) {
  if (isOver) return;
  isOver = true;
  drop();
  voice.stop();
  remember(words.reference, null);
  line.close();
  state(words.textOver);
  setTimeout(() => leave(to), 600);
}

/** A page that differs from this one by its fragment only would not be loaded. */
function leave(to) {
  if (new URL(to, location.href).pathname === location.pathname) location.reload();
  else location.assign(to);
}

function hear(frame) {
  switch (frame.t) {
    case "hello":
      terms = frame;
      last(frame);
      break;
    case "other": see(frame); break;
    case "signal": signal(frame.data).catch(() => {}); break;
    case "beat": line.say({ t: "beat" }); break;
    case "left": last(frame); break;
    case "taken":
      isOver = true;
      drop();
      voice.stop();
      state(words.textTaken, "warning");
      break;
    case "over": finish(words.after); break;
    default:
  }
}

function closed(code, forGood) {
  if (isOver) return;
  if (code === 4410) {
    finish(words.after);
    return;
  }
  other = { on: false, id: 0 };
  if (forGood) {
    drop();
    voice.stop();
    setTimeout(() => location.reload(), 1_000);
    return;
  }
  // Two browsers that have found each other need the service no more: they go on talking while it comes back.
  if (!peer?.isConnected) drop();
  state(words.textLost, "warning");
  setTimeout(look, 2_000);
}

/** A room that was closed while the socket was away would be knocked at for ever: the page looks how it stands. */
async function look() {
  if (isOver || line.isOpen) return;
  try {
    const answer = await fetch(words.state, { credentials: "same-origin", cache: "no-store", redirect: "manual" });
    if (!answer.ok) return;
    const key = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-remote-key]")?.dataset.remoteKey;
    const door = (value) => value?.split("-").slice(0, 3).join("-");
    if (door(key) !== door(words.key)) finish(words.after);
  } catch {
    // Neither the service answers: the socket goes on trying.
  }
}

function tick() {
  if (!isTalking || isOver) return;
  const left = Math.max(0, Math.round((endsAt - performance.now()) / 1_000));
  const gone = Math.max(0, LONGEST - left);
  part("time").querySelector("b").textContent = `${Math.floor(gone / 60)}:${String(gone % 60).padStart(2, "0")}`;
  if (left === SOON) announce(words.textSoon, { urgent: true });
  if (left === 0) finish(words.after);
}

function start() {
  voice = new Voice(root, (media) => {
    remember(words.reference, media);
    tell(media);
  }, { keeps: true });
  const chosen = recall(words.reference);
  line = new Line(words.socket, { frame: hear, closed });
  for (const kind of FACES) if (chosen?.[kind]) voice.start(kind);
  setInterval(tick, 1_000);
  setInterval(look, LOOK_MS);
  for (const form of document.querySelectorAll("form[data-video-leave]")) {
    form.addEventListener("submit", () => {
      isOver = true;
      remember(words.reference, null);
      drop();
      voice.stop();
    });
  }
  addEventListener("pagehide", drop);
}

if (root) start();
