/**
 * One question to a host that somebody named, with bounds on time and size. Nothing is followed: where the host sends on to is told. The
 * address that a name leads to is looked at when the connection is made, and it is that address which is connected to, so a name that
 * changes its mind in between gains nothing.
 */
import { createReadStream } from "node:fs";
import { lookup, type LookupAddress } from "node:dns";
import { request as httpRequest, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { OpenDataError } from "../../open-data-error.js";

export interface HostRules {
  /** Whether an address (IPv4 or IPv6) may be connected to. */
  readonly allows: (address: string) => boolean;
  /** How long the host may say nothing, in milliseconds. */
  readonly patience?: number;
  /** How long it may take altogether. */
  readonly longest?: number;
  readonly signal?: AbortSignal;
  /** Certificates to trust beside the system's; for tests. */
  readonly ca?: string;
}

/** A body of known length: texts, and files that are read as they are sent. */
export interface HostBody {
  readonly type: string;
  readonly parts: readonly (Uint8Array | { readonly path: string; readonly size: number })[];
}

export interface HostQuestion {
  readonly method: "GET" | "HEAD" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HostBody;
  /** What is beyond is not read; with `cut` that is no error. */
  readonly mostBytes: number;
  readonly cut?: boolean;
}

export interface HostAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Uint8Array;
}

/** Names the project, so that whoever reads a log can ask. */
export const ownName = "data-surgery (open data publishing for community groups)";

const usualPatience = 30_000;
const usualLongest = 4 * 60_000;

/** @throws OpenDataError `not-reached`, `inside-network`, `too-large` */
export async function askHost(url: URL, question: HostQuestion, rules: HostRules): Promise<HostAnswer> {
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && !rules.allows(literal)) throw refusedAddress(url);
  const time = AbortSignal.timeout(rules.longest ?? usualLongest);
  const signal = rules.signal === undefined ? time : AbortSignal.any([rules.signal, time]);
  const size = question.body?.parts.reduce((sum, part) => sum + ("path" in part ? part.size : part.length), 0);
  try {
    const sent = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
      method: question.method,
      agent: false,
      signal,
      lookup: guardedLookup(rules.allows),
      headers: {
        "User-Agent": ownName,
        ...question.headers,
        ...(question.body === undefined ? {} : { "Content-Type": question.body.type, "Content-Length": size }),
      },
      ...(rules.ca === undefined ? {} : { ca: rules.ca }),
    });
    const patience = rules.patience ?? usualPatience;
    sent.setTimeout(patience, () => sent.destroy(new SilentHost(patience)));
    const answer = await answerTo(sent, question.body);
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      bytes: await bytesOf(answer, question, url),
    };
  } catch (error) {
    if (error instanceof OpenDataError) throw error;
    rules.signal?.throwIfAborted();
    if (error instanceof RefusedAddress) throw refusedAddress(url, error);
    throw new OpenDataError("not-reached", unreachedWords(url, time.aborted ? new SilentHost() : error), {
      cause: error,
    });
  }
}

class SilentHost extends Error {
  readonly waited: number | undefined;
  constructor(waited?: number) {
    super("The host is silent.");
    this.waited = waited;
  }
}

class RefusedAddress extends Error {}

function guardedLookup(allows: HostRules["allows"]): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
      // One private address among public ones is a trick or a mistake; neither is let through.
      const refused = error === null && !found.every(({ address }) => allows(address));
      const problem = refused ? new RefusedAddress(host) : error;
      const [first] = found ?? [];
      if (problem !== null || first === undefined) done(problem ?? new Error(`${host} has no address`), []);
      else if (options.all === true) done(null, found);
      else done(null, first.address, first.family);
    });
  };
}

/** A host may answer before it has heard everything, for instance that it is too much. */
async function answerTo(sent: ClientRequest, body: HostBody | undefined): Promise<IncomingMessage> {
  const answered = Promise.withResolvers<IncomingMessage>();
  sent.once("response", answered.resolve);
  sent.once("error", answered.reject);
  if (body === undefined) sent.end();
  else {
    pipeline(Readable.from(chunksOf(body)), sent).catch((error: unknown) => {
      // It closed its ear; what it said, or that it said nothing, is told by the request.
      setTimeout(() => answered.reject(error), 1000).unref();
    });
  }
  return answered.promise;
}

async function* chunksOf({ parts }: HostBody): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (!("path" in part)) yield part;
    else for await (const chunk of createReadStream(part.path)) yield chunk as Uint8Array;
  }
}

async function bytesOf(answer: IncomingMessage, question: HostQuestion, url: URL): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > question.mostBytes) {
      answer.destroy();
      if (question.cut === true) break;
      throw new OpenDataError(
        "too-large",
        `${url.host} answered with more than ${Math.round(question.mostBytes / 1024)} kB, which is more than is read here.`,
      );
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

function refusedAddress(url: URL, cause?: unknown): OpenDataError {
  return new OpenDataError(
    "inside-network",
    `${url.hostname} leads to an address inside this network, not on the public internet, so it was not asked. If that is right, whoever looks after this server can allow it.`,
    { cause },
  );
}

const tlsWords: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "its certificate is out of date",
  DEPTH_ZERO_SELF_SIGNED_CERT: "it made its certificate itself",
  SELF_SIGNED_CERT_IN_CHAIN: "it made its certificate itself",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "nobody whom this computer trusts signed its certificate",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "nobody whom this computer trusts signed its certificate",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};

function unreachedWords(url: URL, error: unknown): string {
  if (error instanceof SilentHost) {
    const seconds = error.waited === undefined ? "too long" : `for ${Math.round(error.waited / 1000)} seconds`;
    return error.waited === undefined
      ? `${url.host} took too long to answer, so it was given up. Try again later.`
      : `${url.host} said nothing ${seconds}, so it was given up. Try again later.`;
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const tls = tlsWords[code];
  if (tls !== undefined)
    return `${url.host} can’t prove that it is ${url.host} (${tls}), so nothing was sent to it. Tell whoever looks after it.`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return `There is no host called ${url.hostname}, or there is no internet just now. Check the address.`;
  if (code === "ECONNREFUSED") return `Nothing answers at ${url.host}. Check the address, or try again later.`;
  if (code === "ECONNRESET" || code === "EPIPE")
    return `The connection to ${url.host} broke off. Try again: what is there already is not sent twice.`;
  return `${url.host} could not be reached (${error instanceof Error ? error.message : String(error)}). Check the address and the network.`;
}
