// Microphone and camera of one side: off until somebody presses, each with the browser's own question, and stopped when it is over.

const ASK = {
  voice: { audio: { echoCancellation: true, noiseSuppression: true } },
  camera: { video: { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: "user" } },
};

export class Voice {
  #own = {};
  #asking = new Set();
  #keeps;

  /**
   * `root` has buttons `data-share-switch`, an audio and a video `data-share-their`, and may have a video `data-share-own` and a button `data-share-hear`.
   * `say(media)` tells the other side what is on. One that `keeps` goes on without a connection, and with the next one.
   */
  constructor(root, say, { keeps = false } = {}) {
    this.root = root;
    this.say = say;
    this.peer = null;
    this.#keeps = keeps;
    for (const button of this.#buttons()) button.addEventListener("click", () => this.#toggle(button.dataset.shareSwitch));
    root.querySelector("[data-share-hear]")?.addEventListener("click", () => this.#playAll());
    addEventListener("pagehide", () => this.stop());
  }

  #buttons() {
    return this.root.querySelectorAll("[data-share-switch]");
  }

  get media() {
    return { voice: Boolean(this.#own.voice), camera: Boolean(this.#own.camera) };
  }

  use(peer) {
    this.peer = peer;
    if (this.#keeps) {
      for (const [kind, track] of Object.entries(this.#own)) peer?.send(kind, track).catch(() => {});
      return;
    }
    this.root.hidden = !peer;
    if (!peer) this.stop();
  }

  hears(kind, track) {
    const element = this.root.querySelector(`[data-share-their="${kind}"]`);
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    this.#play(element);
  }

  shows({ camera }) {
    const element = this.root.querySelector('[data-share-their="camera"]');
    if (!element) return;
    element.hidden = !camera;
    if (camera) this.#play(element);
  }

  stop() {
    for (const kind of Object.keys(this.#own)) this.#off(kind);
    this.#draw();
  }

  /** Switches a kind on, as if its button had been pressed. */
  async start(kind) {
    if (!this.#own[kind]) await this.#toggle(kind);
  }

  #play(element) {
    element.play?.().then(() => this.#blocked(false), () => this.#blocked(element.paused));
  }

  #playAll() {
    for (const element of this.root.querySelectorAll("[data-share-their]")) if (element.srcObject) this.#play(element);
  }

  /** A browser that plays nothing before something was pressed: one press is enough. */
  #blocked(is) {
    const note = this.root.querySelector("[data-share-blocked]");
    if (note) note.hidden = !is;
  }

  #off(kind) {
    this.#own[kind]?.stop();
    delete this.#own[kind];
    this.peer?.send(kind, null).catch(() => {});
  }

  async #toggle(kind) {
    if (this.#asking.has(kind)) return;
    this.#asking.add(kind);
    const note = this.root.querySelector("[data-share-refused]");
    note.hidden = true;
    try {
      if (this.#own[kind]) this.#off(kind);
      else await this.#on(kind);
    } catch {
      this.#off(kind);
      note.hidden = false;
    } finally {
      this.#asking.delete(kind);
    }
    this.#draw();
    this.say(this.media);
  }

  async #on(kind) {
    const [track] = (await navigator.mediaDevices.getUserMedia(ASK[kind])).getTracks();
    if (!this.peer && !this.#keeps) {
      track.stop();
      return;
    }
    this.#own[kind] = track;
    // Unplugged, or taken back beside the address: it is off then.
    track.addEventListener("ended", () => {
      if (this.#own[kind] !== track) return;
      this.#off(kind);
      this.#draw();
      this.say(this.media);
    });
    await this.peer?.send(kind, track);
  }

  #draw() {
    for (const button of this.#buttons()) {
      const on = Boolean(this.#own[button.dataset.shareSwitch]);
      button.setAttribute("aria-pressed", String(on));
      for (const part of button.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "on") !== on;
    }
    const own = this.root.querySelector("[data-share-own]");
    if (!own) return;
    own.hidden = !this.#own.camera;
    own.srcObject = this.#own.camera ? new MediaStream([this.#own.camera]) : null;
    own.play?.().catch(() => {});
  }
}
