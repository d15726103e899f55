/**
 * A WebSocket as a room sees it: heartbeat (a laptop that fell asleep is noticed within 15 s), a cap on what waits to be sent, and a
 * limit on how fast somebody may send: above it the socket is simply not read for a while, so nothing is lost.
 */
import { AppError, errorTable } from "@data-surgery/contract";
import type { RawData, WebSocket } from "ws";
import type { Line } from "./room.js";

export interface SocketLineOptions {
  receive(bytes: Uint8Array): void;
  closed(): void;
  /** For JSON close reasons that pages understand. At most 123 bytes. */
  closeReason(error: AppError): string;
  readonly now: () => number;
}

const heartbeat = 5000;
const deadAfter = 15_000;
/** More than this waiting: nothing is added. Still so after 15 s: the line is given up. */
const mostWaiting = 1024 * 1024;
const drained = 64 * 1024;
/** What one page may send: bursts of 16 MB, then 2 MB a second. */
const burst = 16 * 1024 * 1024;
const perSecond = 2 * 1024 * 1024;
/** Each frame costs at least this, so that many tiny ones are slowed too. */
const frameCost = 1024;

export class SocketLine implements Line {
  readonly #socket: WebSocket;
  readonly #options: SocketLineOptions;
  readonly #timer: NodeJS.Timeout;
  #lastHeard: number;
  #behindSince: number | undefined;
  #allowance = burst;
  #allowanceAt: number;
  #pause: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket, options: SocketLineOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#lastHeard = options.now();
    this.#allowanceAt = options.now();
    this.#timer = setInterval(() => this.#beat(), heartbeat);
    socket.binaryType = "nodebuffer";
    socket.on("pong", () => {
      this.#lastHeard = options.now();
    });
    socket.on("message", (data: RawData, isBinary: boolean) => this.#receive(data, isBinary));
    socket.on("error", () => socket.terminate());
    socket.once("close", () => {
      clearInterval(this.#timer);
      clearTimeout(this.#pause);
      options.closed();
    });
  }

  get isBehind(): boolean {
    const waiting = this.#socket.bufferedAmount;
    if (waiting > mostWaiting) this.#behindSince ??= this.#options.now();
    else if (waiting < drained) this.#behindSince = undefined;
    return this.#behindSince !== undefined;
  }

  send(frame: Uint8Array): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(frame);
  }

  close(error: AppError): void {
    this.#socket.close(errorTable[error.code].closeCode ?? 1011, this.#options.closeReason(error));
    // A page that does not answer the closing is not waited for.
    setTimeout(() => this.#socket.terminate(), heartbeat).unref();
  }

  #beat(): void {
    const now = this.#options.now();
    if (now - this.#lastHeard > deadAfter) {
      this.#socket.terminate();
      return;
    }
    if (this.isBehind && now - (this.#behindSince ?? now) > deadAfter) {
      this.close(new AppError("rooms.stalled"));
      return;
    }
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#lastHeard = this.#options.now();
    const bytes = Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    this.#charge(bytes.byteLength);
    // Text has no meaning here; an empty frame is refused like any other that can't be read.
    this.#options.receive(isBinary ? bytes : new Uint8Array());
  }

  #charge(bytes: number): void {
    const now = this.#options.now();
    this.#allowance = Math.min(burst, this.#allowance + ((now - this.#allowanceAt) / 1000) * perSecond);
    this.#allowanceAt = now;
    this.#allowance -= bytes + frameCost;
    if (this.#allowance >= 0 || this.#pause !== undefined) return;
    this.#socket.pause();
    this.#pause = setTimeout(
      () => {
        this.#pause = undefined;
        this.#lastHeard = this.#options.now();
        this.#socket.resume();
      },
      (-this.#allowance / perSecond) * 1000,
    );
  }
}
