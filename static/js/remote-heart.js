// The page with the Stop says every few seconds that it is still there: a session is over when it is not.
import { quiet } from "./remote-parts.js";
import { told } from "./remote-page.js";

const bar = () => document.querySelector("[data-remote-here]");
let worker = null;

async function here() {
  const node = bar();
  if (!node) {
    worker?.terminate();
    worker = null;
    return;
  }
  const body = new URLSearchParams({ csrfmiddlewaretoken: node.querySelector("[name=csrfmiddlewaretoken]").value });
  try {
    const response = await fetch(node.dataset.remoteHere, { ...quiet, method: "POST", body });
    if (response.ok) await told(await response.json());
  } catch {
    // The connection fell: said again in a moment.
  }
}

/** Begins to beat when there is a bar. A worker keeps the time: browsers slow the clocks of pages that nobody looks at. */
export function beat() {
  const node = bar();
  if (!node || worker) return;
  worker = new Worker(node.dataset.remoteHeart);
  worker.addEventListener("message", here);
  worker.postMessage(Number(node.dataset.remoteEvery) * 1_000);
  here();
}
