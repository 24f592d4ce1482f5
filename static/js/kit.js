// Small manners of the page. Everything works without this file.

let queue = Promise.resolve();

/** Says a sentence through the page's live region; `urgent` interrupts. */
export function announce(text, { urgent = false } = {}) {
  const region = document.getElementById(urgent ? "live-alert" : "live-status");
  if (!region) return;
  queue = queue.then(async () => {
    region.textContent = "";
    await new Promise((done) => setTimeout(done, 80));
    region.textContent = text;
    await new Promise((done) => setTimeout(done, 400));
  });
}

function showFileName(input) {
  const place = (input.closest(".k-drop") ?? input.form)?.querySelector("[data-filename]");
  if (!place) return;
  const names = [...input.files].map((file) => file.name);
  place.textContent = names.length > 3 ? `${names.length} ${place.dataset.many}` : names.join(", ");
}

function isDark() {
  const scheme = document.documentElement.dataset.colorScheme;
  return scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}

function drawToggle(button) {
  const dark = isDark();
  button.hidden = false;
  button.setAttribute("aria-pressed", String(dark));
}

function toggleScheme() {
  const scheme = isDark() ? "light" : "dark";
  document.documentElement.dataset.colorScheme = scheme;
  try {
    localStorage.setItem("scheme", scheme);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
  document.querySelectorAll("[data-scheme-toggle]").forEach(drawToggle);
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
}

document.addEventListener("change", (event) => {
  if (event.target.matches?.("input[type=file]")) showFileName(event.target);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-scheme-toggle]")) toggleScheme();
  if (event.target.closest("[data-print]")) window.print();
  closeMenus(event.target.closest("details[data-menu]"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A server response may carry `HX-Trigger: {"announce": "text"}`.
document.addEventListener("announce", (event) => announce(event.detail?.value ?? String(event.detail)));

// Paper is light, whatever the screen is.
let schemeOnScreen = "";
window.addEventListener("beforeprint", () => {
  schemeOnScreen = document.documentElement.dataset.colorScheme;
  document.documentElement.dataset.colorScheme = "light";
  document.querySelectorAll(".k-acc details:not([open])").forEach((details) => details.setAttribute("open", ""));
});

window.addEventListener("afterprint", () => {
  document.documentElement.dataset.colorScheme = schemeOnScreen;
});

document.querySelectorAll("[data-scheme-toggle]").forEach(drawToggle);
document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
document.querySelectorAll("details[data-auto-open]").forEach((details) => { if (location.hash && details.querySelector(location.hash)) details.open = true; });
document.getElementById("errors")?.focus();
