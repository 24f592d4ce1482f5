// Remote sessions: notices what has changed and puts it in place. Everything but the countdown works without this file.
import { announce } from "./kit.js";
import { refreshAll } from "./remote-cards.js";
import { tick } from "./remote-clock.js";
import { beat } from "./remote-heart.js";
import { watch } from "./remote-page.js";
import "./remote-forms.js";

const POLL_MS = 4_000;

async function look({ all = false } = {}) {
  if (document.visibilityState === "hidden") return;
  try {
    await watch();
    await refreshAll({ all });
  } catch {
    // The connection fell: asked again in a moment.
  }
  beat();
}

document.addEventListener("timeline:entries", (event) => {
  if (event.detail.entries.some((entry) => /data-event="(remote|video)_/.test(entry.html))) look({ all: true });
});
// Whoever hears of a change first, such as the socket of a shared screen, says so.
document.addEventListener("remote:changed", () => look({ all: true }));
document.addEventListener("visibilitychange", () => look({ all: true }));
setInterval(look, POLL_MS);
setInterval(() => tick(look), 500);
tick(look);
beat();

// ---- paper shows the words to which one agreed --------------------------------------------------------------------------------------
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details[data-remote-print]")) details.open = true;
});

// ---- the imitated screen: a new picture every two seconds, and none once the session is over ----------------------------------------
const picture = document.querySelector("[data-remote-picture]");
if (picture) {
  const source = picture.src;
  setInterval(() => {
    const next = new Image();
    next.addEventListener("load", () => {
      picture.src = next.src;
      picture.hidden = false;
    });
    next.addEventListener("error", () => {
      if (picture.hidden) return;
      picture.hidden = true;
      announce(picture.dataset.textGone, { urgent: true });
      look();
    });
    next.src = `${source}?at=${Date.now()}`;
  }, 2_000);
}
