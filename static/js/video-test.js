// Trying camera, microphone, loudspeaker and connection on one's own: nothing leaves the page but which of them works.
import { FACES, Peer } from "./share-peer.js";

const CONNECT_MS = 12_000;
const LISTEN_MS = 12_000;
const CAMERA_MS = 20_000;
const HEARD = 6;
const TONE = 523;

const root = document.querySelector("[data-video-test]");
const words = root?.dataset ?? {};
const find = (name) => root.querySelector(`[data-test-${name}]`);
const button = (name) => root.querySelector(`[data-test="${name}"]`);
const BAD = { NotAllowedError: "refused", NotFoundError: "missing", OverconstrainedError: "missing", NotReadableError: "busy" };
const own = new Set();

const wordsOf = (name) => words[`text${name[0].toUpperCase()}${name.slice(1)}`];

function show(name, text, found = "") {
  const node = root.querySelector(`[data-test-result="${name}"]`);
  node.textContent = text;
  if (found) node.dataset.found = found;
  else delete node.dataset.found;
}

/** Says what was found, and keeps that one word. */
function tell(name, found, text = "") {
  show(name, text || wordsOf(found), found);
  fetch(words.keep, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": words.csrf, "X-Requested-With": "fetch" },
    body: JSON.stringify({ [name]: found }),
  }).catch(() => {});
}

async function open(ask) {
  const stream = await navigator.mediaDevices.getUserMedia(ask);
  own.add(stream);
  return stream;
}

function shut(stream) {
  for (const track of stream.getTracks()) track.stop();
  own.delete(stream);
}

async function camera() {
  const video = find("video");
  const stream = await open({ video: true });
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  const end = () => {
    shut(stream);
    video.hidden = true;
    video.srcObject = null;
  };
  setTimeout(end, CAMERA_MS);
  tell("camera", video.videoWidth ? "ok" : "failed");
}

async function microphone() {
  const level = find("level");
  const stream = await open({ audio: true });
  const sound = new AudioContext();
  const listener = sound.createAnalyser();
  sound.createMediaStreamSource(stream).connect(listener);
  await sound.resume();
  const wave = new Uint8Array(listener.fftSize);
  const until = performance.now() + LISTEN_MS;
  level.hidden = false;
  show("microphone", words.textSpeak);
  let loudest = 0;
  await new Promise((done) => {
    const look = setInterval(() => {
      listener.getByteTimeDomainData(wave);
      const now = Math.max(...wave.map((value) => Math.abs(value - 128)));
      level.value = Math.min(100, now * 2);
      if (now > HEARD && loudest <= HEARD) tell("microphone", "ok");
      loudest = Math.max(loudest, now);
      if (performance.now() < until) return;
      clearInterval(look);
      done();
    }, 100);
  });
  level.hidden = true;
  shut(stream);
  await sound.close();
  if (loudest <= HEARD) tell("microphone", "silent");
}

async function loudspeaker() {
  const sound = new AudioContext();
  const tone = sound.createOscillator();
  const volume = sound.createGain();
  tone.frequency.value = TONE;
  volume.gain.setValueAtTime(0.25, sound.currentTime);
  volume.gain.linearRampToValueAtTime(0, sound.currentTime + 1.2);
  tone.connect(volume).connect(sound.destination);
  await sound.resume();
  tone.start();
  tone.stop(sound.currentTime + 1.2);
  find("asked").hidden = false;
  for (const answer of root.querySelectorAll("[data-test-heard]")) answer.hidden = false;
  await new Promise((done) => { tone.addEventListener("ended", done); });
  await sound.close();
}

/** Two connections in this page, through the council's servers and by its rule about them, as the call itself goes. */
function connection() {
  const terms = JSON.parse(words.terms);
  show("connection", words.textTrying);
  const both = [];
  return new Promise((done) => {
    const end = (found) => {
      for (const one of both) one.close();
      tell("connection", found, found === "ok" ? words.textConnected : words.textUnconnected);
      done();
    };
    const late = setTimeout(() => end("failed"), CONNECT_MS);
    const to = (place) => ({
      say: (data) => both[1 - place].hear(data).catch(() => {}),
      state: () => {
        if (!both.every((one) => one.isConnected)) return;
        clearTimeout(late);
        end("ok");
      },
    });
    for (const place of [0, 1]) both.push(new Peer(1, terms, to(place), FACES));
    both[0].offer().catch(() => {
      clearTimeout(late);
      end("failed");
    });
  });
}

async function run(name, test) {
  button(name).disabled = true;
  show(name, words.textTrying);
  try {
    await test();
    if (name === "loudspeaker") show(name, "");
  } catch (error) {
    tell(name, BAD[error.name] ?? "failed");
  } finally {
    button(name).disabled = false;
  }
}

if (root) {
  find("parts").hidden = false;
  for (const [name, test] of Object.entries({ camera, microphone, loudspeaker, connection })) {
    button(name).addEventListener("click", () => run(name, test));
  }
  for (const answer of root.querySelectorAll("[data-test-heard]")) {
    answer.addEventListener("click", () => {
      find("asked").hidden = true;
      for (const one of root.querySelectorAll("[data-test-heard]")) one.hidden = true;
      tell("loudspeaker", answer.dataset.testHeard);
    });
  }
  addEventListener("pagehide", () => { for (const stream of own) shut(stream); });
}
