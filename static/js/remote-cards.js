// Cards and panels on the pages of a ticket, and a supervisor's list: fetched again while something goes on.
import { announce } from "./kit.js";
import { isTyping, parse, quiet, reload } from "./remote-parts.js";

const clean = (node) => node?.textContent.replace(/\s+/g, " ").trim() ?? "";

function leave(region, other) {
  const goesOn = other && "remoteLive" in other.dataset && !other.dataset.remoteKey.includes("-ending-");
  if (!goesOn) {
    reload(region.dataset.remoteLeave);
    return true;
  }
  // A picture that is drawn by the server needs its page again when it begins or pauses; others see to themselves.
  if ("remoteReload" in region.dataset && other.dataset.remoteConnected !== region.dataset.remoteConnected) {
    reload();
    return true;
  }
  return false;
}

function take(region, other) {
  const said = clean(region.querySelector("[data-remote-say]"));
  const inside = region.contains(document.activeElement);
  for (const name of ["remoteKey", "remoteLive", "remoteConnected"]) {
    if (name in other.dataset) region.dataset[name] = other.dataset[name];
    else delete region.dataset[name];
  }
  region.className = other.className;
  region.replaceChildren(...other.childNodes);
  if (inside && document.activeElement === document.body) document.getElementById("content")?.focus({ preventScroll: true });
  const now = clean(region.querySelector("[data-remote-say]"));
  if (now && now !== said) announce(now);
  if (!("remoteFocus" in region.dataset) || !region.firstElementChild) return;
  announce(clean(region.querySelector("h2")), { urgent: true });
  region.scrollIntoView({ block: "nearest" });
}

async function refresh(region) {
  const response = await fetch(region.dataset.remoteRegion, quiet);
  const isGone = response.status === 404 || response.status === 410;
  if (isGone && region.dataset.remoteLeave) reload(region.dataset.remoteLeave);
  if (!response.ok || response.type === "opaqueredirect") return;
  const other = parse(await response.text()).querySelector("[data-remote-region]");
  if (!other || other.dataset.remoteKey === region.dataset.remoteKey) return;
  if (region.dataset.remoteLeave && leave(region, other)) return;
  // Who writes, or is about to confirm something, is not disturbed.
  if (isTyping(region) || document.activeElement?.closest("details[open]")?.closest("[data-remote-region]") === region) return;
  take(region, other);
}

/** Fetches again what goes on; with `all` also what was quiet until now. */
export async function refreshAll({ all = false } = {}) {
  for (const region of document.querySelectorAll(all ? "[data-remote-region]" : "[data-remote-live]")) await refresh(region);
}
