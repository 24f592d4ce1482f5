// The citizen's own page: what has changed is put in place, so that a screen that is shared from it goes on being shared.
import { announce } from "./kit.js";
import { parse, quiet, reload, replace } from "./remote-parts.js";

const page = document.querySelector("[data-remote-watch]");

/** Asks where the session stands. */
export async function watch() {
  if (!page) return;
  const response = await fetch(page.dataset.remoteWatch, quiet);
  if (response.type === "opaqueredirect" || response.status === 404) reload();
  if (response.ok) await told(await response.json());
}

/** Brings the page to where the session stands: within one phase part by part, into another by loading it again. */
export async function told({ key, phase }) {
  if (!page || key === page.dataset.remoteKey || document.querySelector("#control:checked")) return;
  if (phase !== page.dataset.remotePhase || phase !== "running") {
    reload();
    return;
  }
  const response = await fetch(location.href, quiet);
  if (response.ok) swap(parse(await response.text()));
}

/** Takes the parts of a fresh copy of this page; false when it is another page. */
export function swap(other) {
  const fresh = other.querySelector("[data-remote-watch]");
  if (!page || fresh?.dataset.remotePhase !== page.dataset.remotePhase) return false;
  const said = document.querySelector("[data-remote-say]")?.textContent;
  const asked = document.querySelector('[data-remote-slot="question"]')?.dataset.remoteIs;
  for (const slot of document.querySelectorAll("[data-remote-slot]:not([data-remote-keep])")) {
    const part = other.querySelector(`[data-remote-slot="${slot.dataset.remoteSlot}"]`);
    if (part && (part.dataset.remoteIs === undefined || part.dataset.remoteIs !== slot.dataset.remoteIs)) replace(slot, part);
  }
  for (const name of ["remoteKey", "remotePhase", "remoteGuard"]) page.dataset[name] = fresh.dataset[name];
  document.title = other.title;
  tell(said, asked);
  return true;
}

function tell(said, asked) {
  const notice = document.querySelector('[data-remote-slot="messages"]')?.textContent.trim();
  const now = document.querySelector("[data-remote-say]")?.textContent;
  const question = document.querySelector('[data-remote-slot="question"]');
  if (notice) announce(notice, { urgent: true });
  else if (now && now !== said) announce(now);
  const heading = question?.querySelector("[data-remote-focus]");
  if (!heading || question.dataset.remoteIs === asked) return;
  announce(heading.textContent.trim(), { urgent: true });
  // Whoever is writing is told, and not moved.
  if (!document.activeElement?.matches("textarea, input, select")) heading.focus();
}
