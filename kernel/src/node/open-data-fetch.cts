/**
 * `fetch` for a kernel that has no network: it goes through the door that the server opens beside the kernel's sockets
 * (server/src/sandbox/open-data). Loaded ahead of everything with `--require`, where SURGERY_PROXY_SOCKET names the door: CommonJS, and without
 * imports until something is fetched, because every kernel's start waits for it (`--import` of a module costs 100 ms). Addresses
 * of the kernel itself (localhost) and everything that is not http go the usual way.
 */
import type { IncomingMessage } from "node:http";

const socketPath = process.env["SURGERY_PROXY_SOCKET"];
const usual = globalThis.fetch;
const told = new Set<string>();

function isInside({ protocol, hostname }: URL): boolean {
  return (protocol !== "http:" && protocol !== "https:") || /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

async function throughDoor(door: string, asked: Request): Promise<Response> {
  const headers: Record<string, string> = Object.fromEntries(asked.headers);
  headers["x-surgery-redirect"] = asked.redirect === "follow" ? "follow" : "manual";
  if (asked.cache === "reload" || asked.cache === "no-store" || asked.cache === "no-cache")
    headers["x-surgery-cache"] = "reload";
  const body = asked.body === null ? undefined : Buffer.from(await asked.arrayBuffer());
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = process
      .getBuiltinModule("node:http")
      .request({ socketPath: door, path: asked.url, method: asked.method, headers, signal: asked.signal });
    sent.once("response", resolve);
    sent.once("error", (error) =>
      reject(
        asked.signal.aborted ? (asked.signal.reason as Error) : failure("The way to the internet is closed.", error),
      ),
    );
    sent.end(body);
  });
  const { statusCode = 502, headers: said } = answer;
  if (said["x-surgery-door"] !== undefined) {
    let message = "";
    for await (const chunk of answer.setEncoding("utf8")) message += String(chunk);
    throw failure(message);
  }
  if (asked.redirect === "error" && statusCode >= 300 && statusCode < 400)
    throw failure(`${asked.url} sends on to another address.`);
  tellAge(asked.url, answer.headersDistinct["x-surgery-kept-at"]?.[0]);
  return responseOf(asked, statusCode, answer);
}

function responseOf(asked: Request, status: number, answer: IncomingMessage): Response {
  const empty = asked.method === "HEAD" || status === 204 || status === 304;
  if (empty) answer.resume();
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const each of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, each);
  }
  const url = headers.get("x-surgery-url") ?? asked.url;
  headers.delete("x-surgery-url");
  const response = new Response(
    empty ? null : (process.getBuiltinModule("node:stream").Readable.toWeb(answer) as ReadableStream),
    {
      status,
      statusText: answer.statusMessage ?? "",
      headers,
    },
  );
  Object.defineProperty(response, "url", { value: url });
  Object.defineProperty(response, "redirected", { value: url !== asked.url });
  return response;
}

/** As fetch fails everywhere: a TypeError. */
function failure(message: string, cause?: unknown): TypeError {
  return new TypeError(message, cause === undefined ? undefined : { cause });
}

/** Once for each address: data that is not from now must not look as if it were. */
function tellAge(url: string, keptAt: string | undefined): void {
  if (keptAt === undefined || told.has(url)) return;
  told.add(url);
  const when = new Date(keptAt).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
  // oxlint-disable-next-line no-console -- to the person whose cell fetched it
  console.warn(`${url} could not be asked just now. This is what it said on ${when}.`);
}

if (socketPath !== undefined && socketPath !== "") {
  globalThis.fetch = async (input, init) => {
    const asked = new Request(input, init);
    return isInside(new URL(asked.url)) ? usual(asked) : throughDoor(socketPath, asked);
  };
}
