// The citizen's page of a session in the browser: choose what to share, see what goes out, pause, stop. Whatever ends, ends every track.
import { announce } from "./kit.js";
import { Line } from "./share-line.js";
import { Marks } from "./share-marks.js";
import { Peer } from "./share-peer.js";
import { Pictures } from "./share-pictures.js";
import { Voice } from "./share-voice.js";

const CONNECT_MS = 12_000;
const TELL_MS = 300;
const SILENCE_MS = 25_000;
const POINTED_AGAIN_MS = 15_000;
const NO_NAME = /^(window|screen|web-contents-media-stream|current-web-contents)/;

const root = document.querySelector("[data-share]");
const part = (name) => root.querySelector(`[data-share-part="${name}"]`);
const all = (name) => root.querySelectorAll(`[data-share-part="${name}"]`);
const words = root?.dataset ?? {};
const title = document.title;

let terms = null;
let stream = null;
let viewer = { on: false, id: 0 };
let transport = "relay";
let peer = null;
let late = 0;
let isPaused = false;
let isOver = false;
let askedAt = 0;
let endsAt = Infinity;
let pointedAt = -Infinity;
let line;
let pictures;
let marks;
let voice;

const canShare = () => window.isSecureContext && Boolean(navigator.mediaDevices?.getDisplayMedia);

function show(name) {
  for (const one of ["start", "on", "cannot"]) for (const node of all(one)) node.hidden = one !== name;
}

function state(text, tone = "info") {
  const node = part("state");
  if (node.textContent === text) return;
  node.textContent = text;
  node.dataset.tone = tone;
}

/** Says above the button why nothing is shared. */
function say(text) {
  const node = part("note");
  node.hidden = !text;
  node.querySelector("p").textContent = text ?? "";
  if (text) announce(text, { urgent: true });
}

/** The rest of the page, the bar above all, looks where the session stands now. */
const tellPage = () => setTimeout(() => document.dispatchEvent(new CustomEvent("remote:changed")), TELL_MS);

function follow() {
  if (!stream) return;
  if (isPaused) state(words.textPaused, "warning");
  else if (!viewer.on) state(words.textAlone);
  else if (transport === "webrtc" && !peer?.isConnected) state(words.textConnecting);
  else state(words.textSeen, "success");
}

// What is shared ----------------------------------------------------------------------------------------------------

async function choose() {
  say("");
  let chosen;
  try {
    chosen = await navigator.mediaDevices.getDisplayMedia({
      video: { displaySurface: "window", frameRate: { ideal: Math.max(terms.fps, 8), max: 15 } },
      audio: false, selfBrowserSurface: "exclude", surfaceSwitching: "include", monitorTypeSurfaces: "include",
    });
  } catch (error) {
    say(/^NotAllowed/.test(error.name) ? words.textDenied : words.textUnreadable);
    return;
  }
  const [track] = chosen.getVideoTracks();
  if (isOver || !line.isOpen) {
    track.stop();
    say(words.textLost);
    return;
  }
  stream = chosen;
  isPaused = false;
  track.contentHint = "detail";
  track.addEventListener("ended", () => stop(words.textStopped));
  part("video").srcObject = stream;
  part("video").play().catch(() => {});
  tellWhat(track);
  show("on");
  draw();
  ({ transport } = terms);
  tellServer();
  follow();
  announce(words.textBegun);
  part("on").querySelector("h3")?.focus();
}

const surfaceOf = () => {
  const surface = stream?.getVideoTracks()[0]?.getSettings().displaySurface ?? "";
  return ["window", "browser", "monitor"].includes(surface) ? surface : "";
};
const tellServer = () => line.say({ t: "share", surface: surfaceOf(), transport });

function tellWhat(track) {
  const kinds = { window: words.textWindow, browser: words.textTab, monitor: words.textMonitor };
  part("kind").textContent = kinds[surfaceOf()] ?? words.textSomething;
  part("label").textContent = NO_NAME.test(track.label) ? "" : track.label;
  part("whole").hidden = surfaceOf() !== "monitor";
}

/** Ends every track and everything that hangs on them; `text` says why. */
function stop(text, { tell = true } = {}) {
  const was = Boolean(stream);
  disconnect();
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  pictures.wanted = false;
  part("video").srcObject = null;
  marks.clear();
  voice.stop();
  if (!was) return;
  if (tell) line.say({ t: "unshare" });
  tellPage();
  show("start");
  say(text);
}

function pause(on) {
  isPaused = on;
  pictures.paused = on;
  if (!on) pictures.again();
  peer?.send("screen", on ? null : stream?.getVideoTracks()[0] ?? null).catch(() => {});
  line.say({ t: "pause", on });
  draw();
  follow();
}

function draw() {
  const button = part("pause");
  for (const node of button.querySelectorAll("[data-when]")) node.hidden = (node.dataset.when === "on") !== isPaused;
}

// How it goes to whoever looks ----------------------------------------------------------------------------------------

function disconnect() {
  clearTimeout(late);
  voice.use(null);
  peer?.close();
  peer = null;
}

async function connect() {
  disconnect();
  pictures.wanted = Boolean(stream) && viewer.on && transport === "relay";
  pictures.again();
  if (!stream || !viewer.on || transport !== "webrtc") return;
  late = setTimeout(fall, CONNECT_MS);
  const mine = new Peer(Math.floor(Math.random() * 2 ** 32), terms, {
    say: (data) => line.say({ t: "signal", data }),
    state: (now) => mine === peer && changed(now),
    track: (kind, track) => voice.hears(kind, track),
  });
  peer = mine;
  try {
    await mine.offer(stream.getVideoTracks()[0], terms.voice);
    if (isPaused) await mine.send("screen", null);
  } catch {
    if (mine === peer) fall();
  }
}

function changed(now) {
  if (now === "connected") {
    clearTimeout(late);
    if (terms.voice) voice.use(peer);
  } else if (now === "failed") fall();
  follow();
}

/** No connection came about: pictures through the service, if the council allows it. */
function fall() {
  disconnect();
  if (!stream) return;
  if (!terms.fallback) {
    state(words.textNoConnection, "danger");
    announce(words.textNoConnection, { urgent: true });
    return;
  }
  transport = "relay";
  tellServer();
}

function see({ on, id }) {
  const isNew = on !== viewer.on || id !== viewer.id || (transport === "relay" && on && !pictures.wanted);
  viewer = { on, id };
  if (isNew || !peer) connect();
  follow();
  tellPage();
}

function point(frame) {
  marks.add(frame);
  if (performance.now() - pointedAt < POINTED_AGAIN_MS) return;
  pointedAt = performance.now();
  announce(words.textPoints);
}

// Life of the page ---------------------------------------------------------------------------------------------------

function over() {
  if (isOver) return;
  isOver = true;
  stop(words.textOver, { tell: false });
  line.say({ t: "stopped" });
  setTimeout(() => location.reload(), 400);
}

function hear(frame) {
  switch (frame.t) {
    case "hello":
      terms = frame;
      askedAt = performance.now();
      endsAt = performance.now() + frame.left * 1_000;
      clock.postMessage(1_000 / frame.fps);
      part("choose").disabled = false;
      break;
    case "beat":
      askedAt = performance.now();
      line.say({ t: "beat" });
      break;
    case "viewer": see(frame); break;
    case "ack": pictures.ack(frame.n); break;
    case "mark": point(frame); break;
    case "clear": marks.clear(); break;
    case "taken": stop(words.textTaken, { tell: false }); break;
    case "signal":
      if (frame.data.call !== peer?.call) break;
      if (frame.data.media) voice.shows(frame.data.media);
      else peer.hear(frame.data).catch(() => {});
      break;
    case "over": over(); break;
    default:
  }
}

function closed(code, forGood) {
  part("choose").disabled = true;
  viewer = { on: false, id: 0 };
  if (code === 4410) over();
  else stop(words.textLost, { tell: false });
  if (forGood && !isOver) setTimeout(() => location.reload(), 1_500);
}

function tick() {
  if (!terms || isOver) return;
  if (performance.now() >= endsAt) over();
  else if (stream && performance.now() - askedAt > SILENCE_MS) stop(words.textLost);
  else if (stream) pictures.step(terms).catch(() => {});
}

const clock = root ? new Worker(words.clock) : null;

function start() {
  const video = part("video");
  marks = new Marks(part("marks"), words.agent, (count) => {
    document.title = count ? `◉ ${title}` : title;
    part("pointing").hidden = !count;
  });
  video.addEventListener("resize", () => {
    part("stage").style.setProperty("--s-ratio", String(video.videoWidth / video.videoHeight || 1.6));
  });
  part("choose").addEventListener("click", choose);
  part("stop").addEventListener("click", () => stop(words.textStopped));
  part("pause").addEventListener("click", () => pause(!isPaused));
  line = new Line(words.socket, { frame: hear, closed });
  pictures = new Pictures(video, line);
  voice = new Voice(part("voice"), (media) => peer && line.say({ t: "signal", data: { call: peer.call, media } }));
  clock.addEventListener("message", tick);
  addEventListener("pagehide", () => stop("", { tell: false }));
  show("start");
}

function refuse(text) {
  show("cannot");
  part("why").textContent = text;
}

if (root) {
  if (canShare()) start();
  else refuse(window.isSecureContext ? words.textUnsupported : words.textInsecure);
}
