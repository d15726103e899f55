/**
 * The one way from a closed-off kernel to the internet: a proxy on a socket in the kernel's own folder. `GET https://…` in
 * absolute form is fetched by the door, kept, and given from what is kept; CONNECT is tunnelled for programs that know only
 * proxies. The kernel's side is kernel/src/node/open-data-fetch.ts.
 */
import { chmod } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { keyOf, type AnswerCache, type FoundAnswer } from "./answer-cache.js";
import { DoorError } from "./door-error.js";
import { askOutward, dial, type DoorRules, type OutwardAnswer } from "./outward-request.js";

export interface OpenDataDoors {
  /** Opens one at this path, for one kernel. */
  open(path: string): Promise<AsyncDisposable>;
}

export interface DoorOptions {
  readonly rules: DoorRules;
  readonly cache: AnswerCache;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** One kernel's requests at a time; more wait their turn in the kernel. */
const mostAtOnce = 8;
const mostBodyBytes = 1024 * 1024;
/** Bytes through one tunnel, both ways together. */
const mostTunnelBytes = 200 * 1024 * 1024;
const hour = 3_600_000;
const methods = new Set(["GET", "HEAD", "POST"]);
/** What a request may say; everything else is the business of the two ends of the socket. */
const passedHeaders = [
  "accept",
  "accept-language",
  "authorization",
  "content-type",
  "range",
  "user-agent",
  "if-none-match",
];
/** What an answer may say: its body is unpacked already, and the connection is another one. */
const droppedHeaders = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-encoding",
  "content-length",
  "set-cookie",
]);

export function createOpenDataDoors(options: DoorOptions): OpenDataDoors {
  const fetching = new Map<string, Promise<FoundAnswer | undefined>>();
  return {
    open: async (path) => {
      const door = new Door(options, fetching);
      await door.listen(path);
      return door;
    },
  };
}

class Door implements AsyncDisposable {
  readonly #options: DoorOptions;
  readonly #fetching: Map<string, Promise<FoundAnswer | undefined>>;
  readonly #server: Server;
  readonly #closing = new AbortController();
  #open = 0;

  constructor(options: DoorOptions, fetching: Map<string, Promise<FoundAnswer | undefined>>) {
    this.#options = options;
    this.#fetching = fetching;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on("connect", (request: IncomingMessage, socket: Duplex) => void this.#tunnel(request, socket));
  }

  async listen(path: string): Promise<void> {
    this.#server.listen(path);
    await once(this.#server, "listening");
    // The folder around it lets in this kernel alone, which may be another user.
    await chmod(path, 0o666);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A kernel that goes away in the middle takes nothing more.
    response.on("error", () => undefined);
    if (++this.#open > mostAtOnce) {
      this.#open--;
      return say(response, 503, "refused", "Too many files are being fetched at once. Fetch them one after another.");
    }
    try {
      await this.#serve(request, response);
    } catch (error) {
      if (error instanceof DoorError) {
        const status = { refused: 403, unreachable: 504, "too-much": 502 }[error.kind];
        say(response, status, error.kind, error.message);
      } else {
        if (!response.destroyed) this.#options.onError(error);
        response.destroy();
      }
    } finally {
      this.#open--;
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "GET";
    if (!methods.has(method)) throw new DoorError("refused", `Data is fetched with GET, HEAD or POST, not ${method}.`);
    if (!URL.canParse(request.url ?? "")) throw new DoorError("refused", "That is not an address.");
    const url = new URL(request.url ?? "");
    url.hash = "";
    url.username = "";
    url.password = "";
    const headers = pick(request, passedHeaders);
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(this.#options.rules.longest)]);
    const followRedirects = request.headers["x-surgery-redirect"] !== "manual";
    const ask = (body: Buffer): Promise<OutwardAnswer> =>
      askOutward({ url, method, headers, body, followRedirects, signal }, this.#options.rules);
    const keeps = method === "GET" && followRedirects && headers["authorization"] === undefined;
    if (!keeps || headers["range"] !== undefined) {
      const answer = await ask(await wholeBody(request));
      return send(response, answer.status, { ...answer.headers, "x-surgery-url": answer.url.href }, answer.body);
    }
    const key = keyOf(url, headers["accept"] ?? "");
    const reload = request.headers["x-surgery-cache"] === "reload";
    await this.#serveKept({ key, host: url.host, reload }, () => ask(Buffer.alloc(0)), response);
  }

  async #serveKept(
    { key, host, reload }: { readonly key: string; readonly host: string; readonly reload: boolean },
    ask: () => Promise<OutwardAnswer>,
    response: ServerResponse,
  ): Promise<void> {
    const { cache, now } = this.#options;
    const kept = await cache.find(key);
    if (kept !== undefined && !reload && kept.freshUntil > now()) return sendKept(response, kept, false);
    // Whoever comes while it is being fetched takes what the first one gets.
    const running = await this.#fetching.get(key);
    if (running !== undefined) return sendKept(response, running, false);
    const fetched = Promise.withResolvers<FoundAnswer | undefined>();
    this.#fetching.set(key, fetched.promise);
    try {
      const answer = await ask();
      const freshFor = freshnessOf(answer);
      // It has trouble, or wants a pause: what it said before is better than nothing.
      if ((answer.status >= 500 || answer.status === 429) && kept !== undefined) {
        answer.body.destroy();
        await sendKept(response, kept, true);
      } else if (answer.status !== 200 || freshFor === undefined) {
        await send(response, answer.status, { ...answer.headers, "x-surgery-url": answer.url.href }, answer.body);
      } else {
        const found = await cache.keep(key, described(answer, now(), freshFor), answer.body);
        fetched.resolve(found);
        await sendKept(response, found, false);
      }
    } catch (error) {
      if (!(error instanceof DoorError) || error.kind !== "unreachable") throw error;
      if (kept === undefined) throw withFiles(error, await cache.filesFrom(host, 5));
      await sendKept(response, kept, true);
    } finally {
      fetched.resolve(undefined);
      if (this.#fetching.get(key) === fetched.promise) this.#fetching.delete(key);
    }
  }

  async #tunnel(request: IncomingMessage, socket: Duplex): Promise<void> {
    socket.on("error", () => socket.destroy());
    const [, host = "", port = ""] = /^(.+):(\d{1,5})$/.exec(request.url ?? "") ?? [];
    try {
      if (++this.#open > mostAtOnce) throw new DoorError("refused", "Too many connections at once.");
      const outward = await dial(host, Number(port), this.#options.rules);
      await join(socket, outward, this.#closing.signal);
    } catch (error) {
      if (!(error instanceof DoorError)) this.#options.onError(error);
      socket.end(
        `HTTP/1.1 403 Forbidden\r\nx-surgery-door: refused\r\n\r\n${error instanceof DoorError ? error.message : ""}`,
      );
    } finally {
      this.#open--;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** Resolves when either end is gone, or too much went through. */
function join(inside: Duplex, outside: Duplex, signal: AbortSignal): Promise<void> {
  let bytes = 0;
  const end = (): void => {
    inside.destroy();
    outside.destroy();
  };
  return new Promise((resolve, reject) => {
    outside.once("error", (error) => {
      reject(new DoorError("unreachable", `The site can’t be reached: ${error.message}.`, { cause: error }));
      end();
    });
    outside.once("connect", () => {
      inside.write("HTTP/1.1 200 Connection established\r\n\r\n");
      for (const [from, to] of [
        [inside, outside],
        [outside, inside],
      ] as const) {
        from.on("data", (chunk: Buffer) => {
          if ((bytes += chunk.length) > mostTunnelBytes) end();
        });
        from.pipe(to);
        from.once("close", () => {
          end();
          resolve();
        });
      }
    });
    signal.addEventListener("abort", end, { once: true });
  });
}

async function wholeBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > mostBodyBytes)
    throw new DoorError("too-much", "At most 1 MB is sent to a site.");
  // It need not say how long it is, and need not end.
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    if ((bytes += chunk.length) > mostBodyBytes) throw new DoorError("too-much", "At most 1 MB is sent to a site.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function pick({ headers }: IncomingMessage, names: readonly string[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (typeof value === "string") kept[name] = value;
  }
  return kept;
}

/** What is there without internet, for somebody who has just learnt that there is none. */
function withFiles(error: DoorError, files: readonly string[]): DoorError {
  if (files.length === 0) return error;
  const words = `${error.message} Kept from before, and still there: ${files.join(" , ")} .`;
  return new DoorError(error.kind, words, { cause: error });
}

/** Milliseconds for which an answer may be given out without asking again; undefined when it must not be kept. */
function freshnessOf({ headers }: OutwardAnswer): number | undefined {
  const control = headers["cache-control"] ?? "";
  if (/\b(no-store|private)\b/i.test(control)) return undefined;
  if (/\bno-cache\b/i.test(control)) return 0;
  const seconds = /\bmax-age=(\d+)/i.exec(control)?.[1];
  return seconds === undefined ? hour : Math.min(Number(seconds) * 1000, 24 * hour);
}

function described(
  { url, headers }: OutwardAnswer,
  keptAt: number,
  freshFor: number,
): Parameters<AnswerCache["keep"]>[1] {
  return { url: url.href, headers: clean(headers), keptAt, freshUntil: keptAt + freshFor };
}

function clean(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !droppedHeaders.has(name)) kept[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return kept;
}

async function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Readable,
): Promise<void> {
  response.writeHead(status, clean(headers));
  await pipeline(body, response);
}

/** @param stale the site could not be asked: said when it was fetched */
function sendKept(response: ServerResponse, kept: FoundAnswer, stale: boolean): Promise<void> {
  const mark = stale ? { "x-surgery-kept-at": new Date(kept.keptAt).toISOString() } : {};
  const headers = { ...kept.headers, ...mark, "x-surgery-url": kept.url };
  response.setHeader("content-length", kept.size);
  return send(response, 200, headers, kept.body());
}

function say(response: ServerResponse, status: number, kind: DoorError["kind"], message: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "x-surgery-door": kind,
    connection: "close",
  });
  response.end(message);
}
