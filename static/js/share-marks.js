// Rings and strokes over a picture, on both pages: they go by themselves after some seconds.

const RING_MS = 5_000;
const STROKE_MS = 10_000;
const FADE_MS = 900;
const INK = "#c2005f";
const HALO = "#ffffff";

export class Marks {
  #marks = new Map();
  #frame = 0;

  /** `changed(count)` is called when there is something to see, and when there is nothing more. */
  constructor(canvas, name, changed = () => {}) {
    this.canvas = canvas;
    this.name = name;
    this.changed = changed;
  }

  add({ id, stroke, points }) {
    const mark = this.#marks.get(id) ?? { stroke, points: [] };
    mark.points = stroke ? [...mark.points, ...points].slice(-2_000) : points.slice(-1);
    mark.at = performance.now();
    this.#marks.delete(id);
    this.#marks.set(id, mark);
    if (this.#marks.size > 40) this.#marks.delete(this.#marks.keys().next().value);
    this.changed(this.#marks.size);
    this.#again();
  }

  clear() {
    this.#marks.clear();
    this.changed(0);
    this.#again();
  }

  #again() {
    this.#frame ||= requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#frame = 0;
    const { canvas } = this;
    const dense = window.devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    Object.assign(canvas, { width: Math.round(width * dense), height: Math.round(height * dense) });
    const pen = canvas.getContext("2d");
    pen.scale(dense, dense);
    for (const [id, mark] of this.#marks) {
      const left = (mark.stroke ? STROKE_MS : RING_MS) - (performance.now() - mark.at);
      if (left <= 0) {
        this.#marks.delete(id);
        continue;
      }
      pen.globalAlpha = Math.min(1, left / FADE_MS);
      const points = mark.points.map(([x, y]) => [x * width, y * height]);
      if (mark.stroke) this.#stroke(pen, points);
      else this.#ring(pen, points[0], width);
    }
    if (this.#marks.size) this.#again();
    else this.changed(0);
  }

  #stroke(pen, points) {
    pen.lineCap = "round";
    pen.lineJoin = "round";
    for (const [style, wide] of [[HALO, 8], [INK, 4.5]]) {
      pen.strokeStyle = style;
      pen.lineWidth = wide;
      pen.beginPath();
      pen.moveTo(...points[0]);
      for (const point of points) pen.lineTo(...point);
      pen.stroke();
    }
  }

  #ring(pen, [x, y], width) {
    for (const [style, wide] of [[HALO, 8], [INK, 4.5]]) {
      pen.strokeStyle = style;
      pen.lineWidth = wide;
      pen.beginPath();
      pen.arc(x, y, 20, 0, 2 * Math.PI);
      pen.stroke();
    }
    pen.font = "600 15px sans-serif";
    const long = pen.measureText(this.name).width + 18;
    const left = x + 28 + long > width ? x - 28 - long : x + 28;
    pen.fillStyle = INK;
    pen.beginPath();
    if (pen.roundRect) pen.roundRect(left, y - 14, long, 28, 14);
    else pen.rect(left, y - 14, long, 28);
    pen.fill();
    pen.fillStyle = HALO;
    pen.textBaseline = "middle";
    pen.fillText(this.name, left + 9, y + 1);
  }
}
