// The agent's page of a session in the browser: sees what the citizen shares, points at it and draws over it. Nothing is kept.
import { announce } from "./kit.js";
import { Line } from "./share-line.js";
import { Marks } from "./share-marks.js";
import { Peer } from "./share-peer.js";
import { Painter } from "./share-pictures.js";
import { Voice } from "./share-voice.js";

const SEND_MS = 50;
const MOST_POINTS = 60;
const STEP = 0.02;
const CONNECT_MS = 16_000;
const TELL_MS = 300;

const root = document.querySelector("[data-watch]");
const part = (name) => root.querySelector(`[data-watch-part="${name}"]`);
const words = root?.dataset ?? {};
const stage = root && part("stage");

let terms = null;
let sharer = { on: false };
let peer = null;
let late = 0;
let hasPicture = false;
let tool = "point";
let number = Math.floor(Math.random() * 2 ** 30);
let held = null;
let cursor = [0.5, 0.5];

function state(text, tone = "info") {
  const node = part("state");
  if (node.textContent === text) return;
  node.textContent = text;
  node.dataset.tone = tone;
  announce(text);
}

function follow() {
  const surfaces = { window: words.textWindow, browser: words.textTab, monitor: words.textMonitor };
  part("tools").hidden = !sharer.on || !hasPicture;
  stage.hidden = !sharer.on || !hasPicture;
  part("empty").hidden = sharer.on && hasPicture;
  stage.dataset.paused = String(Boolean(sharer.paused));
  if (!sharer.on) state(words.textWaiting);
  else if (sharer.paused) state(words.textPaused, "warning");
  else if (!hasPicture) state(words.textConnecting);
  else state(surfaces[sharer.surface] ?? words.textSeen, "success");
}

function ratio(value) {
  if (!value) return;
  stage.style.setProperty("--s-ratio", String(value));
  if (!hasPicture) {
    hasPicture = true;
    clearTimeout(late);
    follow();
  }
}

function show(kind) {
  part("picture").hidden = kind !== "relay";
  part("video").hidden = kind !== "webrtc";
}

// What comes in --------------------------------------------------------------------------------------------------------

function forget() {
  clearTimeout(late);
  hasPicture = false;
  marks.clear();
  voice.use(null);
  peer?.close();
  peer = null;
}

function share(frame) {
  const isNew = frame.on !== sharer.on || frame.since !== sharer.since || frame.transport !== sharer.transport;
  sharer = frame;
  if (isNew) {
    forget();
    if (frame.on) {
      show(frame.transport);
      late = setTimeout(() => !hasPicture && state(words.textNoConnection, "warning"), CONNECT_MS);
    }
  }
  follow();
  // The rest of the page looks where the session stands now.
  if (isNew) setTimeout(() => document.dispatchEvent(new CustomEvent("remote:changed")), TELL_MS);
}

async function signal(data) {
  if (data.description && data.call !== peer?.call) {
    peer?.close();
    const mine = new Peer(data.call, terms, {
      say: (said) => line.say({ t: "signal", data: said }),
      state: (now) => {
        if (mine === peer && now === "connected" && terms.voice) voice.use(mine);
      },
      track: (kind, track) => {
        if (kind !== "screen") {
          voice.hears(kind, track);
          return;
        }
        part("video").srcObject = new MediaStream([track]);
        part("video").play().catch(() => {});
      },
    });
    peer = mine;
  }
  if (data.call !== peer?.call) return;
  if (data.media) voice.shows(data.media);
  else await peer.hear(data);
}

function hear(frame) {
  switch (frame.t) {
    case "hello":
      terms = frame;
      follow();
      break;
    case "sharer": share(frame); break;
    case "signal": signal(frame.data).catch(() => {}); break;
    case "taken": state(words.textTaken, "warning"); break;
    case "over": leave(); break;
    default:
  }
}

function leave() {
  forget();
  sharer = { on: false };
  follow();
  state(words.textOver, "warning");
  setTimeout(() => location.assign(words.leave), 600);
}

function closed(code, forGood) {
  forget();
  sharer = { on: false };
  follow();
  if (code === 4409) state(words.textTaken, "warning");
  else if (code === 4410) leave();
  else if (forGood) location.assign(words.leave);
  else state(words.textLost, "warning");
}

// Pointing and drawing ---------------------------------------------------------------------------------------------------

function place(event) {
  const box = stage.getBoundingClientRect();
  const within = (value) => Math.min(1, Math.max(0, value));
  return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
}

function mark(id, stroke, points) {
  const frame = { t: "mark", id, stroke, points: points.map(([x, y]) => [Number(x.toFixed(4)), Number(y.toFixed(4))]) };
  marks.add(frame);
  line.say(frame);
}

function flush() {
  if (!held?.points.length) return;
  mark(held.id, held.stroke, held.points.splice(0, MOST_POINTS));
  held.at = performance.now();
}

function press(event) {
  if (event.button !== 0) return;
  stage.setPointerCapture(event.pointerId);
  number += 1;
  cursor = place(event);
  held = { id: number, stroke: tool === "draw", points: [cursor], at: 0 };
  flush();
}

function drag(event) {
  if (!held) return;
  cursor = place(event);
  held.points.push(cursor);
  if (performance.now() - held.at >= SEND_MS || held.points.length >= MOST_POINTS) flush();
}

function release() {
  flush();
  held = null;
}

const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

function key(event) {
  const move = MOVES[event.key];
  if (!move && event.key !== "Enter") return;
  event.preventDefault();
  if (move) cursor = cursor.map((value, axis) => Math.min(1, Math.max(0, value + move[axis])));
  else number += 1;
  mark(number, false, [cursor]);
}

function take(next) {
  tool = next;
  stage.dataset.tool = next;
  for (const button of root.querySelectorAll("[data-watch-tool]")) {
    button.setAttribute("aria-pressed", String(button.dataset.watchTool === next));
  }
}

function clear() {
  marks.clear();
  line.say({ t: "clear" });
}

const full = () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen());

let line;
let marks;
let voice;

function start() {
  const video = part("video");
  marks = new Marks(part("marks"), words.agent);
  voice = new Voice(part("voice"), (media) => peer && line.say({ t: "signal", data: { call: peer.call, media } }));
  const painter = new Painter(part("picture"), (done, value) => {
    ratio(value);
    line.say({ t: "ack", n: done });
  });
  line = new Line(words.socket, { frame: hear, closed, bytes: (buffer) => painter.take(buffer) });
  video.addEventListener("resize", () => ratio(video.videoWidth / video.videoHeight));
  stage.addEventListener("pointerdown", press);
  stage.addEventListener("pointermove", drag);
  stage.addEventListener("pointerup", release);
  stage.addEventListener("pointercancel", release);
  stage.addEventListener("keydown", key);
  for (const button of root.querySelectorAll("[data-watch-tool]")) button.addEventListener("click", () => take(button.dataset.watchTool));
  part("clear").addEventListener("click", clear);
  part("full").hidden = !document.fullscreenEnabled;
  part("full").addEventListener("click", () => full().catch(() => {}));
  take("point");
}

if (root) start();
