// The socket of one page of a session: frames as JSON, pictures as bytes. It opens again by itself until the session is over.

const FIRST_DELAY = 800;
const LAST_DELAY = 10_000;
// Rights that ended, another tab, the end.
const FOR_GOOD = new Set([4403, 4409, 4410]);

export class Line {
  #socket = null;
  #delay = FIRST_DELAY;
  #heard;
  #path;

  /** `heard` has `frame(frame)`, `bytes(buffer)`, and `closed(code, forGood)`. */
  constructor(path, heard) {
    this.#path = path;
    this.#heard = heard;
    this.#open();
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  get waiting() {
    return this.#socket?.bufferedAmount ?? 0;
  }

  say(frame) {
    if (this.isOpen) this.#socket.send(JSON.stringify(frame));
  }

  bytes(buffer) {
    if (this.isOpen) this.#socket.send(buffer);
  }

  close() {
    this.#path = "";
    this.#socket?.close();
  }

  #open() {
    if (!this.#path) return;
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${this.#path}`);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.addEventListener("open", () => { this.#delay = FIRST_DELAY; });
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "string") this.#heard.frame(JSON.parse(data));
      else this.#heard.bytes?.(data);
    });
    socket.addEventListener("close", ({ code }) => {
      const forGood = FOR_GOOD.has(code) || !this.#path;
      this.#heard.closed(code, forGood);
      if (forGood) return;
      setTimeout(() => this.#open(), this.#delay * (0.5 + Math.random()));
      this.#delay = Math.min(this.#delay * 2, LAST_DELAY);
    });
  }
}
