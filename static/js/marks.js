// Drawing on a picture: by pointer, by touch and by keyboard. The page works without this file: steps are then added by their place.
// What is drawn is one list of marks; every change makes a new list, so that undoing is going back to an older one.
import { announce } from "./kit.js";
import { drawing, element, handles } from "./marks-draw.js";
import { LONG, WORDED, around, free, moved, placeOf, pulled, tidy } from "./marks-shapes.js";

const STEP = 0.01;
const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

const form = document.querySelector("[data-marks]");
const words = form.dataset;
const kept = form.querySelector("[data-shapes]");
const stage = form.querySelector("[data-stage]");
const layer = stage.querySelector("svg > g");
const list = form.querySelector("[data-list]");
const language = form.querySelector("[name=words]").lang;
const item = document.querySelector("template[data-item]");

const first = document.getElementById("errors") ? "" : kept.value; // what came back unsent is not to be lost either
let shapes = read();
let past = [];
let future = [];
let chosen = -1;
let tool = matchMedia("(pointer: coarse)").matches ? "select" : "arrow";
let sending = false;

// What is drawn -----------------------------------------------------------------------------------------------------

function read() {
  try {
    return JSON.parse(kept.value);
  } catch {
    return [];
  }
}

const numberOf = (index) => shapes.slice(0, index + 1).filter((shape) => shape.kind === "number").length;

function remember() {
  past.push(JSON.stringify(shapes));
  future = [];
}

function change(next, { quiet = false } = {}) {
  if (!quiet) remember();
  shapes = next;
  show();
}

function step(from, to) {
  if (!from.length) return;
  to.push(JSON.stringify(shapes));
  shapes = JSON.parse(from.pop());
  chosen = Math.min(chosen, shapes.length - 1);
  show();
}

const replaced = (index, shape) => shapes.map((one, place) => (place === index ? tidy(shape) : one));

function add(shape) {
  if (shapes.length >= Number(words.largest)) {
    announce(words.textFull, { urgent: true });
    return false;
  }
  chosen = shapes.length;
  change([...shapes, tidy(shape)]);
  announce(sentence(chosen));
  return true;
}

function remove(index) {
  if (!shapes[index]) return;
  announce(words.textGone.replace("{what}", sentence(index)));
  chosen = -1;
  change(shapes.filter((_one, place) => place !== index));
}

// In words ----------------------------------------------------------------------------------------------------------

const capital = (kind) => kind[0].toUpperCase() + kind.slice(1);

const whatIs = (shape) => words[`text${capital(shape.kind)}`].replace("{place}", words[`textPlace-${placeOf(shape)}`]);

function sentence(index) {
  const shape = shapes[index];
  const said = shape.words ? `${whatIs(shape)}: ${shape.words}` : whatIs(shape);
  return shape.kind === "number" ? `${numberOf(index)}: ${said}` : said;
}

function sayWhere(index) {
  const { x, y, x2, y2, kind } = shapes[index];
  const [across, down] = kind === "arrow" ? [x2, y2] : [x, y];
  const where = words.textMoved.replace("{x}", String(Math.round(across * 100))).replace("{y}", String(Math.round(down * 100)));
  announce(where.replace("{what}", sentence(index)));
}

// Drawing -----------------------------------------------------------------------------------------------------------

function node(shape, index) {
  const look = { number: numberOf(index), placeholder: words.textPlaceholder, language };
  const group = element("g", { class: "m-shape", tabindex: "0", role: "img", "aria-label": sentence(index), "data-index": String(index) });
  group.append(...drawing(shape, look));
  if (index === chosen) group.append(...handles(shape));
  group.toggleAttribute("data-chosen", index === chosen);
  return group;
}

function row(shape, index) {
  const line = item.content.cloneNode(true).querySelector("li");
  line.dataset.index = String(index);
  line.toggleAttribute("data-chosen", index === chosen);
  line.querySelector("[data-number]").textContent = shape.kind === "number" ? String(numberOf(index)) : "";
  line.querySelector("[data-what]").textContent = whatIs(shape);
  line.querySelector("[data-all]").textContent = sentence(index);
  const field = line.querySelector("[data-words]");
  if (WORDED.includes(shape.kind)) field.querySelector("input").value = shape.words;
  else field.remove();
  const group = shape.kind === "arrow" ? "arrow" : LONG.includes(shape.kind) ? "area" : "point";
  const parts = line.querySelector("[data-parts]");
  parts.append(document.querySelector(`template[data-fields=${group}]`).content.cloneNode(true));
  for (const input of parts.querySelectorAll("[data-part]")) input.value = String(Math.round(shape[input.dataset.part] * 1_000) / 10);
  return line;
}

/** Draws everything again, and leaves the focus and what is open where they were. */
function show() {
  kept.value = JSON.stringify(shapes);
  const held = document.activeElement;
  const onPicture = layer.contains(held);
  const inList = list.contains(held) ? [...list.querySelectorAll("input, button, summary")].indexOf(held) : -1;
  const open = [...list.children].filter((line) => line.querySelector("details")?.open).map((line) => line.dataset.index);
  layer.replaceChildren(...shapes.map(node));
  list.replaceChildren(...shapes.map(row));
  for (const line of list.children) if (open.includes(line.dataset.index)) line.querySelector("details").open = true;
  form.querySelector("[data-none]").hidden = shapes.length > 0;
  for (const [name, empty] of [["undo", !past.length], ["redo", !future.length], ["remove", chosen < 0]]) {
    form.querySelector(`[data-do=${name}]`).setAttribute("aria-disabled", String(empty));
  }
  if (onPicture) layer.children[chosen]?.focus({ preventScroll: true });
  else if (inList >= 0) list.querySelectorAll("input, button, summary")[inList]?.focus({ preventScroll: true });
}

function choose(index) {
  if (chosen === index) return;
  chosen = index;
  show();
  const line = list.children[index];
  if (line) list.scrollTop += line.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
}

function use(name) {
  tool = name;
  for (const button of form.querySelectorAll("[data-tool]")) button.setAttribute("aria-pressed", String(button.dataset.tool === name));
  stage.dataset.using = name;
}

const wordsOf = (index) => list.children[index]?.querySelector("[data-words] input");

// The pointer -------------------------------------------------------------------------------------------------------

let drag = null;

function point(event) {
  const box = stage.getBoundingClientRect();
  return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
}

function press(event) {
  if (event.button !== 0) return;
  const index = Number(event.target.closest("[data-index]")?.dataset.index ?? -1);
  const [x, y] = point(event);
  if (index >= 0) {
    const pull = event.target.dataset?.pull;
    choose(index);
    drag = { from: [x, y], shape: shapes[index], pull, before: JSON.stringify(shapes) };
  } else if (tool !== "select") {
    event.preventDefault();
    if (shapes.length >= Number(words.largest)) return void announce(words.textFull, { urgent: true });
    if (!LONG.includes(tool)) return void placed(around(tool, x, y));
    drag = { from: [x, y], kind: tool, before: JSON.stringify(shapes) };
  } else {
    choose(-1);
    return;
  }
  stage.setPointerCapture(event.pointerId);
}

function placed(shape) {
  if (!add(shape)) return;
  if (shape.kind === "text") wordsOf(chosen)?.focus();
  else layer.children[chosen].focus({ preventScroll: true });
}

function pull(event) {
  if (!drag) return;
  const [x, y] = point(event);
  if (Math.hypot(x - drag.from[0], y - drag.from[1]) < 0.004 && !drag.moved) return;
  if (drag.kind && !drag.moved) {
    chosen = shapes.length;
    shapes = [...shapes, { kind: drag.kind }];
  }
  drag.moved = true;
  if (drag.kind) change(replaced(chosen, { kind: drag.kind, x: drag.from[0], y: drag.from[1], x2: x, y2: y }), { quiet: true });
  else change(replaced(chosen, pulled(drag, [x, y])), { quiet: true });
}

function release() {
  if (!drag) return;
  const { kind, before, from, moved: hasMoved } = drag;
  drag = null;
  if (hasMoved) {
    past.push(before);
    future = [];
    show();
    sayWhere(chosen);
    layer.children[chosen]?.focus({ preventScroll: true });
  } else if (kind) {
    placed(around(kind, ...from));
  } else {
    layer.children[chosen]?.focus({ preventScroll: true });
  }
}

// The keyboard ------------------------------------------------------------------------------------------------------

function onShape(event) {
  const index = Number(event.target.closest?.("[data-index]")?.dataset.index ?? -1);
  if (index < 0 || !layer.contains(event.target)) return;
  const move = MOVES[event.key];
  if (move) {
    const shape = shapes[index];
    const larger = event.shiftKey && LONG.includes(shape.kind);
    change(replaced(index, larger ? { ...shape, x2: shape.x2 + move[0], y2: shape.y2 + move[1] } : moved(shape, ...move)));
    sayWhere(index);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    remove(index);
    (layer.children[index] ?? layer.lastElementChild ?? form.querySelector("[data-tool=select]")).focus();
  } else if (event.key === "Enter") {
    (wordsOf(index) ?? list.children[index].querySelector("summary")).focus();
  } else {
    return;
  }
  event.preventDefault();
}

function onKey(event) {
  const typing = event.target.matches?.("input[type=text], input[type=number]");
  if (!typing && (event.ctrlKey || event.metaKey) && ["z", "y"].includes(event.key.toLowerCase())) {
    event.preventDefault();
    if (event.key.toLowerCase() === "y" || event.shiftKey) step(future, past);
    else step(past, future);
  } else if (event.key === "Enter" && typing && event.target.name !== "sentence") {
    event.preventDefault();
    if (event.target.name === "words") addStep();
  } else if (event.key === "Enter" && typing) {
    event.preventDefault();
  } else {
    onShape(event);
  }
}

// Buttons and fields ------------------------------------------------------------------------------------------------

function addStep() {
  const index = [...form.querySelectorAll("[name=place]")].findIndex((input) => input.checked);
  const said = form.querySelector("[name=words]");
  const [x, y] = free(shapes, Math.max(index, 0));
  if (!add({ kind: "number", x, y, words: said.value.trim().replace(/\s+/g, " ") })) return;
  said.value = "";
  said.focus();
}

const DO = {
  middle: () => placed(around(tool === "select" ? "number" : tool, 0.5, 0.5)),
  undo: () => step(past, future),
  redo: () => step(future, past),
  remove: () => remove(chosen),
};

function click(event) {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.tool) use(button.dataset.tool);
  else if (button.dataset.do && button.getAttribute("aria-disabled") !== "true") DO[button.dataset.do]();
  else if (button.hasAttribute("data-remove")) remove(Number(button.closest("[data-index]").dataset.index));
  else if (button.hasAttribute("data-add")) {
    event.preventDefault();
    addStep();
  }
}

function typed(event) {
  const line = event.target.closest("[data-list] [data-index]");
  if (!line) return;
  const index = Number(line.dataset.index);
  const { part } = event.target.dataset;
  if (part && event.target.value === "") return;
  chosen = index;
  if (!part) {
    remember();
    shapes = shapes.map((shape, place) => (place === index ? { ...shape, words: event.target.value } : shape));
    kept.value = JSON.stringify(shapes);
    layer.replaceChildren(...shapes.map(node));
    line.querySelector("[data-all]").textContent = sentence(index);
  } else if (event.type === "change") {
    change(replaced(index, { ...shapes[index], [part]: Number(event.target.value) / 100 }));
    sayWhere(index);
  }
}

function submit(event) {
  const index = shapes.findIndex((shape) => shape.kind === "text" && !shape.words.trim());
  if (index < 0) {
    sending = true;
    return;
  }
  event.preventDefault();
  choose(index);
  wordsOf(index).focus();
  announce(words.textWordless, { urgent: true });
}

form.querySelectorAll("[data-tools], [data-keys]").forEach((part) => { part.hidden = false; });
stage.classList.add("m-live");
stage.querySelector("svg").removeAttribute("aria-hidden");
stage.querySelector("svg").setAttribute("role", "application");
stage.querySelector("svg").setAttribute("aria-label", form.querySelector("#drawn").textContent.trim());
stage.querySelector("svg").setAttribute("aria-describedby", "keys");
stage.addEventListener("pointerdown", press);
stage.addEventListener("pointermove", pull);
stage.addEventListener("pointerup", release);
stage.addEventListener("pointercancel", release);
stage.addEventListener("dragstart", (event) => event.preventDefault());
layer.addEventListener("focusin", (event) => choose(Number(event.target.closest("[data-index]")?.dataset.index ?? chosen)));
form.addEventListener("keydown", onKey);
form.addEventListener("click", click);
list.addEventListener("input", typed);
list.addEventListener("change", typed);
form.addEventListener("submit", submit);
window.addEventListener("beforeunload", (event) => { if (!sending && kept.value !== first) event.preventDefault(); });
use(tool);
show();
