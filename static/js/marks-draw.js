// Draws one mark over a picture, with the same elements as templates/marks/overlay.html: lengths in percent, strokes in pixels of the screen.
import { LONG } from "./marks-shapes.js";

const SVG = "http://www.w3.org/2000/svg";
const IDENT = "draw";
const HANDLE = 9;

/** Makes an element of SVG with its attributes; lengths between 0 and 1 become percents. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, typeof value === "number" ? `${Math.round(value * 10_000) / 100}%` : value);
  }
  node.append(...children);
  return node;
}

const twice = (name, attributes) => ["m-halo", "m-line"].map((look) => element(name, { class: look, ...attributes }));
const area = ({ x, y, x2, y2 }) => ({ x, y, width: x2 - x, height: y2 - y });

function label({ x, y, words }, placeholder, language) {
  const [right, low] = [x > 0.5, y > 0.5];
  const room = document.createElement("div");
  room.className = "m-room";
  room.toggleAttribute("data-right", right);
  room.toggleAttribute("data-low", low);
  const text = document.createElement("span");
  text.className = "m-label";
  text.lang = language;
  text.dir = "auto";
  text.textContent = words || placeholder;
  room.append(text);
  return [
    element("foreignObject", { x: right ? 0 : x, y: low ? 0 : y, width: right ? x : 1 - x, height: low ? y : 1 - y }, room),
  ];
}

function arrow({ x, y, x2, y2 }) {
  const [halo, line] = twice("line", { x1: x, y1: y, x2, y2 });
  halo.setAttribute("marker-end", `url(#${IDENT}-halo)`);
  line.setAttribute("marker-end", `url(#${IDENT}-tip)`);
  return [element("line", { class: "m-hit", x1: x, y1: y, x2, y2 }), halo, line];
}

function ring({ x, y, x2, y2 }) {
  const inside = { cx: (x + x2) / 2, cy: (y + y2) / 2, rx: (x2 - x) / 2, ry: (y2 - y) / 2 };
  return [element("ellipse", { class: "m-hit", ...inside }), ...twice("ellipse", inside)];
}

function box(shape) {
  return [element("rect", { class: "m-hit", ...area(shape) }), ...twice("rect", { ...area(shape), rx: "5" })];
}

function badge({ x, y }, number) {
  const digit = element("text", { class: "m-digit", x, y, dy: "0.35em" }, String(number));
  return [element("circle", { class: "m-badge", cx: x, cy: y, r: "14" }), digit];
}

/** Returns the elements of a mark; `number` counts the steps. */
export function drawing(shape, { number, placeholder, language }) {
  if (shape.kind === "arrow") return arrow(shape);
  if (shape.kind === "ring") return ring(shape);
  if (shape.kind === "box") return box(shape);
  if (shape.kind === "cover") return [element("rect", { class: "m-cover", ...area(shape) })];
  if (shape.kind === "number") return badge(shape, number);
  return label(shape, placeholder, language);
}

/** Returns the two ends by which a long mark is pulled; `part` says which. */
export function handles(shape) {
  if (!LONG.includes(shape.kind)) {
    return shape.kind === "text" ? [element("circle", { class: "m-handle", cx: shape.x, cy: shape.y, r: "4" })] : [];
  }
  return [["", shape.x, shape.y], ["2", shape.x2, shape.y2]].map(([part, cx, cy]) =>
    element("circle", { class: "m-handle", cx, cy, r: String(HANDLE), "data-pull": part }),
  );
}
