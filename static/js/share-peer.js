// A connection from browser to browser. The citizen's page always offers, with a fixed order of kinds: screen, voice and camera, or voice and camera only.
// Voice and camera go on and off by changing what is sent, so that nothing has to be agreed again.

const MOST_BITS = { screen: 2_500_000, camera: 1_200_000 };
const MEDIA = { screen: "video", voice: "audio", camera: "video" };
const WITH_SCREEN = ["screen", "voice", "camera"];
export const FACES = ["voice", "camera"];

export class Peer {
  #candidates = [];
  #isDescribed = false;
  #connection;
  #kinds;

  /** `on` has `say(data)`, `state(state)` and, where something comes in, `track(kind, track)`; both sides name the same `kinds`. */
  constructor(call, terms, on, kinds = WITH_SCREEN) {
    this.call = call;
    this.on = on;
    this.#kinds = kinds;
    this.#connection = new RTCPeerConnection({
      iceServers: terms.ice, iceTransportPolicy: terms.relay_only ? "relay" : "all", bundlePolicy: "max-bundle",
    });
    this.#connection.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.candidate) on.say({ call, candidate: candidate.toJSON() });
    });
    this.#connection.addEventListener("connectionstatechange", () => on.state(this.#connection.connectionState));
    this.#connection.addEventListener("track", ({ track, transceiver }) => {
      on.track?.(this.#kinds[this.#connection.getTransceivers().indexOf(transceiver)], track);
    });
  }

  get isConnected() {
    return this.#connection.connectionState === "connected";
  }

  /** Offers every kind; the screen's track goes one way, and without `withVoice` it goes alone. */
  async offer(screen = null, withVoice = true) {
    for (const kind of this.#kinds) {
      const sendEncodings = MOST_BITS[kind] ? [{ maxBitrate: MOST_BITS[kind] }] : [];
      if (kind === "screen") this.#connection.addTransceiver(screen, { direction: "sendonly", sendEncodings });
      else if (withVoice) this.#connection.addTransceiver(MEDIA[kind], { direction: "sendrecv", sendEncodings });
    }
    await this.#describe();
  }

  async hear({ description, candidate }) {
    if (description) {
      await this.#connection.setRemoteDescription(description);
      this.#isDescribed = true;
      if (description.type === "offer") {
        this.#connection.getTransceivers().forEach((one, place) => {
          if (this.#kinds[place] !== "screen") one.direction = "sendrecv";
        });
        await this.#describe();
      }
      for (const early of this.#candidates.splice(0)) await this.#connection.addIceCandidate(early);
    }
    if (candidate && this.#isDescribed) await this.#connection.addIceCandidate(candidate);
    else if (candidate) this.#candidates.push(candidate);
  }

  /** Sends a track in the place of a kind; null sends nothing. */
  async send(kind, track) {
    await this.#connection.getTransceivers()[this.#kinds.indexOf(kind)]?.sender.replaceTrack(track);
  }

  close() {
    this.#connection.close();
  }

  async #describe() {
    await this.#connection.setLocalDescription();
    const { type, sdp } = this.#connection.localDescription;
    this.on.say({ call: this.call, description: { type, sdp } });
  }
}
