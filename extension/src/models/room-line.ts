/** Listens on a document's line for what is told of its people, from the first moment on: who waits to be let in hears nothing else. No DOM. */
import type { PeopleNotice } from "@data-surgery/contract";
import type { RoomProvider } from "./document-line.js";
import { readPeopleNotice } from "./people-notice.js";
import { readNotice } from "./room-notice.js";

/** What docprovider's provider has beyond its interface. */
export interface LateProvider {
  readonly wsProvider?: RoomProvider | null;
}

export interface RoomLineOptions {
  readonly provider: LateProvider;
  receive(notice: PeopleNotice): void;
  /** All that would be told now, of the room with this name: for what was said before anybody listened. */
  catchUp(room: string): Promise<readonly PeopleNotice[]>;
  readonly failed: (error: unknown) => void;
}

/** The line is made when the server has answered the session request. There is no signal for that. */
const lookEvery = 20;
const openSocket = 1;

export class RoomLine {
  readonly #options: RoomLineOptions;
  #line: RoomProvider | undefined;
  #ws: RoomProvider["ws"] = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heard = false;

  constructor(options: RoomLineOptions) {
    this.#options = options;
    this.#look();
  }

  /** As the server's routes name it; undefined before there is a line. */
  get room(): string | undefined {
    return this.#line?.roomname;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#line?.off("status", this.#onStatus);
    this.#ws?.removeEventListener("message", this.#onMessage);
  }

  #look(): void {
    const line = this.#options.provider.wsProvider;
    if (line == null) {
      this.#timer = setTimeout(() => this.#look(), lookEvery);
      return;
    }
    this.#line = line;
    line.on("status", this.#onStatus);
    this.#onStatus();
    if (line.ws?.readyState !== openSocket) return;
    this.#options.catchUp(line.roomname).then((notices) => {
      // What the line itself has said since is fresher.
      if (!this.#heard) for (const notice of notices) this.#options.receive(notice);
    }, this.#options.failed);
  }

  /** Also says that another socket has begun to connect. */
  readonly #onStatus = (): void => {
    const ws = this.#line?.ws ?? null;
    if (ws === this.#ws) return;
    this.#ws?.removeEventListener("message", this.#onMessage);
    ws?.addEventListener("message", this.#onMessage);
    this.#ws = ws;
  };

  readonly #onMessage = (event: MessageEvent): void => {
    const told = readNotice(event.data);
    const notice = told === undefined ? undefined : readPeopleNotice(told);
    if (notice === undefined) return;
    this.#heard = true;
    this.#options.receive(notice);
  };
}
