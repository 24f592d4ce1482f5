// The time that is left: of a session, and of a question.
import { announce } from "./kit.js";

const started = Date.now();

function tell(node, left) {
  const minutes = Math.floor(left / 60);
  node.textContent = ` · ${node.dataset.text.replace("%s", `${minutes}:${String(left % 60).padStart(2, "0")}`)}`;
  if ((left === 300 || left === 120) && node.dataset.textSoon) announce(node.dataset.textSoon.replace("%n", String(minutes)));
  if (left === 60 && node.dataset.textMinute) announce(node.dataset.textMinute, { urgent: true });
}

/** Draws every countdown; `over` is called when one of them reaches zero. */
export function tick(over) {
  for (const node of document.querySelectorAll("[data-remote-left]")) {
    node.dataset.since ??= String(Date.now() - started < 1_500 ? started : Date.now());
    const left = Math.max(0, Number(node.dataset.remoteLeft) - Math.floor((Date.now() - Number(node.dataset.since)) / 1_000));
    if (node.dataset.shown === String(left)) continue;
    node.dataset.shown = String(left);
    tell(node, left);
    if (left === 0) over();
  }
}
