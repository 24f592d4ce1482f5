// Before a call by video: one's own picture, what to begin with, and a page that opens when it is time.
import { Voice } from "./share-voice.js";
import { recall, remember } from "./video-choice.js";

const MOST_MS = 6 * 3_600_000;

const closed = document.querySelector("[data-video-opens]");
if (closed) {
  const wait = Number(closed.dataset.videoOpens) * 1_000 + 1_500;
  if (wait < MOST_MS) setTimeout(() => location.reload(), wait);
}

const choice = document.querySelector("[data-video-before]");
const form = document.querySelector("form[data-video-enter]");
if (choice && form) {
  if (window.isSecureContext && navigator.mediaDevices?.getUserMedia && window.RTCPeerConnection) {
    const { reference } = form.dataset;
    const voice = new Voice(choice, (media) => remember(reference, media), { keeps: true });
    choice.hidden = false;
    // What is on here goes off with this page, and on again in the room.
    form.addEventListener("submit", () => {
      const { media } = voice;
      voice.stop();
      remember(reference, media);
    });
    const before = recall(reference);
    for (const kind of ["voice", "camera"]) if (before?.[kind]) voice.start(kind);
  } else {
    document.querySelector("[data-video-cannot]").hidden = false;
    form.hidden = true;
  }
}
