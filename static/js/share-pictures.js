// Pictures of what is shared, for a way through the server: the next one leaves when the one before was painted, and only if something has changed.

const CHUNK = 49_152;
const HEADER = 8;
const MOST = 900_000;
const PATIENCE_MS = 5_000;
const LOWEST = 0.25;

function same(one, other) {
  if (!other || one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

function cut(number, bytes) {
  const chunks = [];
  const last = Math.ceil(bytes.length / CHUNK) - 1;
  for (let part = 0; part <= last; part += 1) {
    const piece = bytes.subarray(part * CHUNK, (part + 1) * CHUNK);
    const chunk = new Uint8Array(HEADER + piece.length);
    const head = new DataView(chunk.buffer);
    head.setUint8(0, 1);
    head.setUint8(1, Number(part === last));
    head.setUint16(2, part);
    head.setUint32(4, number);
    chunk.set(piece, HEADER);
    chunks.push(chunk);
  }
  return chunks;
}

export class Pictures {
  #canvas = window.OffscreenCanvas ? new OffscreenCanvas(1, 1) : document.createElement("canvas");
  #context = this.#canvas.getContext("2d", { willReadFrequently: true });
  #type = "image/webp";
  #number = 0;
  #awaited = 0;
  #sentAt = 0;
  #before = null;
  #isBusy = false;
  wanted = false;
  paused = false;

  constructor(video, line) {
    this.video = video;
    this.line = line;
  }

  /** Somebody has begun to look: the next picture goes whether or not something has changed. */
  again() {
    this.#before = null;
    this.#awaited = 0;
  }

  ack(number) {
    if (number === this.#awaited) this.#awaited = 0;
  }

  /** Called as often as pictures may go. */
  async step({ quality, width }) {
    const late = this.#awaited && performance.now() - this.#sentAt < PATIENCE_MS;
    if (!this.wanted || this.paused || this.#isBusy || late || this.line.waiting > MOST || !this.video.videoWidth) return;
    this.#isBusy = true;
    try {
      const bytes = this.#draw(width) ? await this.#encode(quality / 100) : null;
      if (!bytes || !this.wanted || this.paused) return;
      this.#number += 1;
      this.#awaited = this.#number;
      this.#sentAt = performance.now();
      for (const chunk of cut(this.#number, bytes)) this.line.bytes(chunk);
    } finally {
      this.#isBusy = false;
    }
  }

  #draw(most) {
    const scale = Math.min(1, most / this.video.videoWidth);
    const width = Math.max(1, Math.round(this.video.videoWidth * scale));
    const height = Math.max(1, Math.round(this.video.videoHeight * scale));
    if (this.#canvas.width !== width || this.#canvas.height !== height) Object.assign(this.#canvas, { width, height });
    this.#context.drawImage(this.video, 0, 0, width, height);
    const now = new Uint32Array(this.#context.getImageData(0, 0, width, height).data.buffer);
    if (same(now, this.#before)) return false;
    this.#before = now;
    return true;
  }

  async #blob(quality) {
    const blob = this.#canvas.convertToBlob
      ? await this.#canvas.convertToBlob({ type: this.#type, quality })
      : await new Promise((done) => this.#canvas.toBlob(done, this.#type, quality));
    if (blob.type === this.#type || this.#type === "image/jpeg") return blob;
    this.#type = "image/jpeg"; // this browser writes no WebP
    return this.#blob(quality);
  }

  async #encode(quality) {
    let blob = await this.#blob(quality);
    for (let less = quality * 0.6; blob.size > MOST && less > LOWEST * 0.5; less *= 0.6) blob = await this.#blob(less);
    return blob.size > MOST ? null : new Uint8Array(await blob.arrayBuffer());
  }
}

/** Puts the pieces of pictures together and paints them; `painted(number)` once one is seen. */
export class Painter {
  #parts = [];
  #next = Promise.resolve();

  constructor(canvas, painted) {
    this.canvas = canvas;
    this.painted = painted;
  }

  take(buffer) {
    const head = new DataView(buffer);
    const part = head.getUint16(2);
    if (part === 0) this.#parts = [];
    if (part !== this.#parts.length) return;
    this.#parts.push(new Uint8Array(buffer, HEADER));
    if (!head.getUint8(1)) return;
    const blob = new Blob(this.#parts, { type: this.#parts[0][0] === 0xff ? "image/jpeg" : "image/webp" });
    const number = head.getUint32(4);
    this.#parts = [];
    this.#next = this.#next.then(() => this.#paint(blob, number)).catch(() => this.painted(number));
  }

  async #paint(blob, number) {
    const picture = await createImageBitmap(blob);
    const { width, height } = picture;
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    this.canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    this.painted(number, width / height);
  }
}
