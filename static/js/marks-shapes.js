// What a mark on a picture may be: coordinates from 0 to 1, as helpdesk/marks/rules.py wants them.
const LEAST = 0.03;

export const LONG = ["arrow", "ring", "box", "cover"];
export const WORDED = ["number", "text"];

const round = (part) => Math.round(Math.min(Math.max(part, 0), 1) * 10_000) / 10_000;

/** Returns a mark with its corners in their order and far enough apart; only an arrow may point anywhere. */
export function tidy(shape) {
  const next = { ...shape, x: round(shape.x), y: round(shape.y) };
  if (!LONG.includes(shape.kind)) return next;
  Object.assign(next, { x2: round(shape.x2), y2: round(shape.y2) });
  if (shape.kind === "arrow") {
    if (Math.hypot(next.x2 - next.x, next.y2 - next.y) < LEAST) next.x = next.x2 > 0.5 ? round(next.x2 - 0.15) : round(next.x2 + 0.15);
    return next;
  }
  for (const [low, high] of [["x", "x2"], ["y", "y2"]]) {
    if (next[low] > next[high]) [next[low], next[high]] = [next[high], next[low]];
    if (next[high] - next[low] < LEAST) {
      next[low] = round(Math.min(next[low], 1 - LEAST));
      next[high] = round(next[low] + LEAST);
    }
  }
  return next;
}

/** Returns a new mark of a kind around a point. */
export function around(kind, x, y) {
  if (kind === "arrow") return { kind, x: x > 0.5 ? x - 0.2 : x + 0.2, y: y > 0.5 ? y - 0.15 : y + 0.15, x2: x, y2: y };
  if (LONG.includes(kind)) return { kind, x: x - 0.12, y: y - 0.06, x2: x + 0.12, y2: y + 0.06 };
  return { kind, x, y, words: "" };
}

/** Returns a mark at another place, never outside of the picture. */
export function moved(shape, dx, dy) {
  const [left, right] = [Math.min(shape.x, shape.x2 ?? 1), Math.max(shape.x, shape.x2 ?? 0)];
  const [top, bottom] = [Math.min(shape.y, shape.y2 ?? 1), Math.max(shape.y, shape.y2 ?? 0)];
  const across = Math.min(Math.max(dx, -left), 1 - right);
  const down = Math.min(Math.max(dy, -top), 1 - bottom);
  const next = { ...shape, x: shape.x + across, y: shape.y + down };
  return LONG.includes(shape.kind) ? { ...next, x2: shape.x2 + across, y2: shape.y2 + down } : next;
}

/** Returns a mark that was pulled from one point to another, as a whole or by one of its ends. */
export function pulled({ shape, pull, from }, [x, y]) {
  const [dx, dy] = [x - from[0], y - from[1]];
  if (pull !== undefined) return { ...shape, [`x${pull}`]: shape[`x${pull}`] + dx, [`y${pull}`]: shape[`y${pull}`] + dy };
  return moved(shape, dx, dy);
}

/** Returns which of the nine places a mark is in, row by row from the top left. */
export function placeOf({ kind, x, y, x2 = x, y2 = y }) {
  const [across, down] = kind === "arrow" ? [x2, y2] : [(x + x2) / 2, (y + y2) / 2];
  return Math.min(Math.floor(down * 3), 2) * 3 + Math.min(Math.floor(across * 3), 2);
}

/** Returns a point in one of the nine places, beside the numbers that are there already: as the server does it. */
export function free(shapes, place) {
  const left = ((place % 3) * 2 + 1) / 6;
  let [x, y] = [left, (Math.floor(place / 3) * 2 + 1) / 6];
  const taken = () => shapes.some((shape) => shape.kind === "number" && Math.hypot(shape.x - x, shape.y - y) < 0.063);
  while (y < 1 && taken()) [x, y] = x + 0.07 <= 1 ? [x + 0.07, y] : [left, Math.min(y + 0.07, 1)];
  return [x, y];
}
