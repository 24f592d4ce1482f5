// The board refreshes itself through htmx; this says when it no longer does. Everything else works without this file.
const STALE = 60_000;
const board = document.getElementById("board");
const badge = document.getElementById("board-stale");
let fresh = Date.now();

document.addEventListener("htmx:after:swap", (event) => {
  if (event.target === board && event.detail.ctx.response.status < 400) fresh = Date.now();
  tell();
});

function tell() {
  const isStale = Date.now() - fresh > STALE;
  board?.toggleAttribute("data-stale", isStale);
  const words = isStale ? badge.dataset.words : "";
  badge?.toggleAttribute("data-on", isStale);
  if (badge && badge.textContent !== words) badge.textContent = words;
}

if (board && badge) setInterval(tell, 5000);
