/** The whole server in this process, with people who have joined: for tests that need no browser. */
import { composeServer, parseConfig, type RunningServer } from "@data-surgery/server";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The code of our error table, if it is an error. */
  readonly code: string | undefined;
  readonly json: unknown;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
}

/** People of a server that runs, wherever it does. */
export interface Joined {
  readonly port: number;
  /** Joins and resolves to the cookie. */
  join(name: string): Promise<string>;
  trainer(): Promise<string>;
  /** Sends the path as it is: `fetch` would tidy up what climbs, and sends no foreign Host. */
  ask(cookie: string, path: string, options?: Ask): Promise<Answer>;
  /** Opens the first lesson. Resolves to the folder below `people/` of whoever holds this cookie. */
  homeOf(cookie: string): Promise<string>;
}

export interface ComposedServer extends AsyncDisposable, Joined {
  readonly server: RunningServer;
  readonly data: string;
}

export async function openComposed(
  options: { readonly data?: string; readonly env?: Record<string, string> } = {},
): Promise<ComposedServer> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), "surgery-faults-")));
  const server = await composeServer(parseConfig({ port: "0", data, env: options.env ?? {} }));
  return {
    ...joined(server),
    server,
    data,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      if (options.data === undefined) await rm(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export function joined(server: Pick<RunningServer, "url" | "joinCode" | "trainerUrl">): Joined {
  const port = Number(new URL(server.url).port);
  const ask: Joined["ask"] = (cookie, path, given = {}) => askAt(port, cookie, path, given);
  const form = { origin: server.url, "content-type": "application/x-www-form-urlencoded" };
  return {
    port,
    ask,
    join: async (name) => {
      const body = new URLSearchParams({ code: server.joinCode, name }).toString();
      return cookieOf(await ask("", "/join", { method: "POST", headers: form, body }));
    },
    trainer: async () => {
      const path = new URL(server.trainerUrl).pathname;
      return cookieOf(await ask("", path, { method: "POST", headers: form, body: "" }));
    },
    homeOf: async (cookie) => {
      const { headers } = await ask(cookie, "/learn");
      const home = /\/people\/([^/]+)\//.exec(String(headers["location"]))?.[1];
      if (home === undefined) throw new Error(`No lesson was opened: ${JSON.stringify(headers)}`);
      return home;
    },
  };
}

function cookieOf(answer: Answer): string {
  const [cookie] = [answer.headers["set-cookie"] ?? []].flat();
  if (cookie === undefined) throw new Error(`No cookie came: ${answer.status} ${answer.text.slice(0, 200)}`);
  return cookie.split(";")[0] ?? "";
}

function askAt(
  port: number,
  cookie: string,
  path: string,
  { method = "GET", headers = {}, body }: Ask,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const own = { cookie, origin: `http://127.0.0.1:${port}`, "content-type": "application/json" };
  const sent = request({ host: "127.0.0.1", port, method, path, headers: { ...own, ...headers } });
  // A refused body may be cut off while it is still being sent; the answer has come by then.
  let answered = false;
  sent.on("error", (error) => answered || reject(error));
  sent.once("response", (response) => {
    answered = true;
    let text = "";
    response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    response.once("error", reject);
    response.once("end", () => {
      const json = parse(text);
      const code = (json as { code?: string } | undefined)?.code;
      resolve({ status: response.statusCode ?? 0, text, headers: response.headers, json, code });
    });
  });
  sent.end(body === undefined || typeof body === "string" ? body : JSON.stringify(body));
  return promise;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
