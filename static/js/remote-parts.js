// Asking the server quietly, and putting parts of its answer in the place of ours.
export const quiet = { credentials: "same-origin", cache: "no-store", redirect: "manual", headers: { "X-Requested-With": "fetch" } };

export const parse = (html) => new DOMParser().parseFromString(html, "text/html");

const DRAFT = "textarea, select, input:not([type=hidden], [type=checkbox], [type=radio])";

/** Says whether somebody is writing inside of `node`: what is being written is never taken away. */
export const isTyping = (node) => node.contains(document.activeElement) && document.activeElement.matches(DRAFT);

/** Gives `node` the attributes and the content of `fresh`; focus that was inside goes to what the new content names, else to the page. */
export function replace(node, fresh) {
  const focused = node.contains(document.activeElement);
  for (const { name } of [...node.attributes]) if (!fresh.hasAttribute(name)) node.removeAttribute(name);
  for (const { name, value } of fresh.attributes) node.setAttribute(name, value);
  node.replaceChildren(...fresh.childNodes);
  if (focused && document.activeElement === document.body) document.getElementById("content")?.focus({ preventScroll: true });
}

// ---- leaving: asked about while the screen is seen, except when the page itself loads again or a form is sent -------------------------
let free = false;

export function reload(address = "") {
  free = true;
  if (address) location.assign(address);
  else location.reload();
}

const guard = () => document.querySelector("[data-remote-guard]")?.dataset.remoteGuard ?? "";

window.addEventListener("beforeunload", (event) => {
  if (free || !guard()) return;
  event.preventDefault();
  event.returnValue = "";
});

function letGo() {
  free = true;
  setTimeout(() => {
    free = false;
  }, 3_000);
}

document.addEventListener("submit", letGo);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  // The bar with its Stop is on the other pages of the request too: only a screen that is shared from this page holds people here.
  if (link && !link.target && link.origin === location.origin && guard() === "close") letGo();
});
