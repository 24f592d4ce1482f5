// Keys of the desk: J, K and Enter in the list, A, E, R and N on a ticket, / and ?, and Ctrl+K for everything. All of it can be done with links and buttons too.

const single = document.getElementById("shortcuts")?.hasAttribute("data-single") ?? false;
const palette = document.getElementById("palette");
const help = document.getElementById("shortcut-help");

// ---- the selected row: what has the focus, kept when the list is drawn anew ------------------------------------------------------
const onTicket = Boolean(document.getElementById("timeline"));
let selected = "";

function rows() {
  return [...document.querySelectorAll("#desk-rows a.w-r")];
}

function select(row) {
  selected = row.id;
  drawSelected();
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

function drawSelected() {
  for (const row of rows()) {
    row.toggleAttribute("data-selected", row.id === selected);
    if (onTicket) continue;
    if (row.id === selected) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

function move(step) {
  const all = rows();
  const now = all.findIndex((row) => row === document.activeElement || row.id === selected);
  const from = now < 0 ? all.findIndex((row) => row.hasAttribute("aria-current")) : now;
  const row = all[Math.min(all.length - 1, Math.max(0, from < 0 ? 0 : from + step))];
  if (row) select(row);
}

function chosen() {
  return rows().find((row) => row === document.activeElement) ?? rows().find((row) => row.id === selected);
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("#desk-rows a.w-r");
  if (!row || row.id === selected || onTicket) return;
  selected = row.id;
  drawSelected();
});
document.addEventListener("htmx:after:swap", drawSelected);

// ---- what the keys do ------------------------------------------------------------------------------------------------------------
function take() {
  const button = document.getElementById("action-take");
  if (button) return button.click();
  const row = chosen();
  const form = document.getElementById("take-selected");
  if (!row || !form) return undefined;
  const address = new URL(row.href);
  form.action = `${address.pathname}take/${address.search}`;
  return form.requestSubmit();
}

function resolve() {
  const menu = document.querySelector("form[action*='/resolve/']")?.closest("details");
  if (!menu) return;
  menu.open = true;
  menu.querySelector("input:not([type=hidden]), select")?.focus();
}

function write(kind) {
  const choice = document.getElementById(`compose-${kind}`);
  if (!choice) return;
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  const area = [...document.querySelectorAll(".w-composer textarea")].find((one) => one.offsetParent !== null);
  area?.focus();
}

function search() {
  const field = document.getElementById("search");
  field?.focus();
  field?.select();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  Enter: () => { if (document.activeElement === document.body || document.activeElement?.id === "content") chosen()?.click(); },
  a: take,
  e: resolve,
  n: () => write("note"),
  r: () => write("reply"),
  "/": search,
  "?": () => help?.showModal(),
};

function isBusy(target) {
  return document.querySelector("dialog[open]") || target.closest?.("input, textarea, select, dialog, [contenteditable], details[data-menu][open]");
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
    if (!palette || document.querySelector("dialog[open]:not(#palette)")) return;
    event.preventDefault();
    openPalette();
    return;
  }
  if (!single || event.ctrlKey || event.metaKey || (event.shiftKey && key !== "?" && key !== "/")) return;
  const action = KEYS[event.key === "?" ? "?" : key];
  if (!action || isBusy(event.target)) return;
  // Enter on a link or a button is the browser's own.
  if (key !== "Enter") event.preventDefault();
  action();
});

// ---- palette ---------------------------------------------------------------------------------------------------------------------
const field = document.getElementById("palette-q");
const results = document.getElementById("palette-results");
const none = document.getElementById("palette-none");
let asked = 0;
let waiting = 0;

function options() {
  return [...results.querySelectorAll("[role=option]")];
}

function mark(option) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

/** What can be done on this page: its own buttons, under their own names. */
function pageActions(words) {
  const found = [...document.querySelectorAll("[id^=action-]")].map((element) => ({ element, label: (element.querySelector("summary") ?? element).textContent.trim() }));
  const fitting = found.filter(({ label }) => words && label.toLowerCase().includes(words));
  if (!fitting.length) return null;
  const group = document.createElement("div");
  const title = document.createElement("p");
  title.className = "w-ph";
  title.id = "group-actions";
  title.textContent = palette.dataset.actions;
  group.setAttribute("role", "group");
  group.setAttribute("aria-labelledby", title.id);
  group.append(title);
  for (const { element, label } of fitting) {
    const option = document.createElement("button");
    option.type = "button";
    option.className = "w-o";
    option.id = `option-${element.id}`;
    option.tabIndex = -1;
    option.setAttribute("role", "option");
    option.textContent = label;
    option.addEventListener("click", () => {
      palette.close();
      if (element.tagName !== "DETAILS") element.click();
      else {
        element.open = true;
        element.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      }
    });
    group.append(option);
  }
  return group;
}

async function ask() {
  const number = ++asked;
  const words = field.value.trim();
  let html = "";
  try {
    const response = await fetch(`${palette.dataset.url}?q=${encodeURIComponent(words)}`, { headers: { "HX-Request": "true" } });
    if (!response.ok) return;
    html = await response.text();
  } catch {
    return;
  }
  if (number !== asked) return;
  // Our own page's markup, from our own address: the server has escaped what people wrote.
  results.innerHTML = html;
  const own = pageActions(words.toLowerCase());
  if (own) results.prepend(own);
  const first = options()[0];
  none.textContent = first ? "" : palette.dataset.none;
  mark(first);
}

function openPalette() {
  if (palette.open) return field.select();
  palette.showModal();
  field.value = "";
  field.focus();
  return ask();
}

if (palette) {
  document.querySelectorAll("[data-palette]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", openPalette);
  });
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
  field.addEventListener("keydown", (event) => {
    const all = options();
    const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const steps = { ArrowDown: now + 1, ArrowUp: now - 1, PageDown: now + 8, PageUp: now - 8 };
    if (event.key in steps && all.length) {
      event.preventDefault();
      mark(all[Math.min(all.length - 1, Math.max(0, steps[event.key]))]);
    }
  });
  field.form.addEventListener("submit", (event) => {
    const option = options().find((one) => one.getAttribute("aria-selected") === "true");
    if (!option) return;
    event.preventDefault();
    option.click();
  });
}
for (const dialog of [palette, help]) {
  // A click beside the window closes it.
  dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}
