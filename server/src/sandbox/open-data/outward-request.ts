/**
 * One request to a site, redirects included. Each hop is judged anew: scheme, port, site, and after the name was looked up its
 * address; the connection then goes to that address, so a name that changes its mind in between gains nothing.
 */
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type Socket } from "node:net";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { connect as connectTls } from "node:tls";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { isPublicAddress } from "../../http/address-rules.js";
import { DoorError } from "./door-error.js";
import type { OutwardNetwork } from "./outward-network.js";
import type { SiteList } from "./site-list.js";

export interface DoorRules {
  /** Absent: every site, as a kernel that has the network anyway could reach by itself. */
  readonly sites: SiteList | undefined;
  readonly network: OutwardNetwork;
  /** Most bytes of one answer, unpacked. */
  readonly mostBytes: number;
  /** Longest time for one answer, in milliseconds. */
  readonly longest: number;
  /** Certificates to trust beside the system's; for tests. */
  readonly ca?: string;
}

export interface OutwardRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly followRedirects: boolean;
  readonly signal: AbortSignal;
}

export interface OutwardAnswer {
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Unpacked; ends in a DoorError when it grows beyond the rules. */
  readonly body: Readable;
}

const mostRedirects = 5;
/** How long a site may take to say anything, in milliseconds. */
const firstWord = 30_000;

/** @throws DoorError */
export async function askOutward(request: OutwardRequest, rules: DoorRules): Promise<OutwardAnswer> {
  let { url } = request;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const answer = await askOnce({ ...request, url }, rules);
    const { location } = answer.headers;
    const moved = [301, 302, 303, 307, 308].includes(answer.statusCode ?? 0) && location !== undefined;
    if (!moved || !request.followRedirects) return unpack(url, answer, rules);
    answer.destroy();
    if (request.method !== "GET" && request.method !== "HEAD")
      throw new DoorError("refused", `${url.host} sends this request on to another address, which is not followed.`);
    if (!URL.canParse(location, url.href)) throw new DoorError("unreachable", `${url.host} sends on to nowhere.`);
    url = new URL(location, url);
  }
  throw new DoorError("unreachable", `${request.url.host} keeps sending on to other addresses.`);
}

/** A socket to a site that the rules allow. @throws DoorError */
export async function dial(host: string, port: number, rules: DoorRules): Promise<Socket> {
  const address = await allowedAddress(host, port, rules);
  return rules.network.connect(address, port);
}

async function allowedAddress(host: string, port: number, { sites, network }: DoorRules): Promise<string> {
  const name = host.replace(/^\[|\]$/g, "");
  if (sites !== undefined) {
    if (port !== 80 && port !== 443)
      throw new DoorError(
        "refused",
        `Port ${port} of ${name} is out of reach: data is fetched over http and https only.`,
      );
    if (isIP(name) !== 0 || !sites.allows(name))
      throw new DoorError(
        "refused",
        `${name} is not on this workshop’s list of data sites, so notebooks can’t fetch from it. Download the file and put it beside the notebook, or ask the trainer to add the site.`,
      );
  }
  let addresses: readonly string[];
  try {
    addresses = isIP(name) === 0 ? await network.resolve(name) : [name];
  } catch (error) {
    throw new DoorError("unreachable", `${name} can’t be found. Is there internet?`, { cause: error });
  }
  // One private address among public ones is a trick or a mistake; neither is let through.
  if (sites !== undefined && !addresses.every(isPublicAddress))
    throw new DoorError("refused", `${name} leads to an address that is not on the public internet.`);
  const [first] = addresses;
  if (first === undefined) throw new DoorError("unreachable", `${name} has no address.`);
  return first;
}

async function askOnce(request: OutwardRequest, rules: DoorRules): Promise<IncomingMessage> {
  const { url, method, body, signal } = request;
  const secure = url.protocol === "https:";
  if (!secure && url.protocol !== "http:")
    throw new DoorError("refused", `Data is fetched over http and https only, not ${url.protocol}`);
  const port = Number(url.port === "" ? (secure ? 443 : 80) : url.port);
  const plain = await dial(url.hostname, port, rules);
  const headers = { ...request.headers, host: url.host, "accept-encoding": "gzip, deflate, br", connection: "close" };
  const tls = { servername: url.hostname, ...(rules.ca === undefined ? {} : { ca: rules.ca }) };
  const options = { method, headers, path: `${url.pathname}${url.search}`, host: url.hostname, signal };
  // No agent may be named: with one Node opens a connection of its own, by name, and looks past ours.
  const sent = secure
    ? httpsRequest({ ...options, createConnection: () => connectTls({ ...tls, socket: plain }) })
    : httpRequest({ ...options, createConnection: () => plain });
  return new Promise((resolve, reject) => {
    sent.setTimeout(firstWord, () => sent.destroy(new Error("it said nothing for half a minute")));
    sent.once("response", resolve);
    sent.once("error", (error) =>
      reject(new DoorError("unreachable", `${url.host} can’t be reached: ${error.message}.`, { cause: error })),
    );
    sent.end(body);
  });
}

function unpack(url: URL, answer: IncomingMessage, { mostBytes }: DoorRules): OutwardAnswer {
  let bytes = 0;
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      const megabytes = Math.round(mostBytes / 1024 / 1024);
      if (bytes <= mostBytes) done(null, chunk);
      else
        done(
          new DoorError("too-much", `${url.href} is larger than ${megabytes} MB, the most that is fetched at once.`),
        );
    },
  });
  const coding = answer.headers["content-encoding"];
  const unpacking =
    coding === "gzip" || coding === "x-gzip"
      ? createGunzip()
      : coding === "deflate"
        ? createInflate()
        : coding === "br"
          ? createBrotliDecompress()
          : undefined;
  const whole = unpacking === undefined ? pipeline(answer, counted) : pipeline(answer, unpacking, counted);
  // The reader of `counted` gets the error.
  whole.catch((error: unknown) => counted.destroy(error instanceof Error ? error : new Error(String(error))));
  return { url, status: answer.statusCode ?? 502, headers: answer.headers, body: counted };
}
