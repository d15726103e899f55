import { OpenDataError } from "../open-data-error.js";
import { joinedBytes } from "./joined-bytes.js";
import { refuseTooLarge } from "./size-limit.js";
import type { ReadOptions } from "./read-options.js";

const usualPatience = 20_000;

export interface Fetched {
  readonly bytes: Uint8Array;
  /** Of an answer that was kept because the host can't be asked just now: since when, ISO 8601 in UTC. */
  readonly keptAt?: string;
}

/** The bytes behind a web address. A host that goes quiet is given up, and what it said is told in words. */
export async function fetchBytes(url: URL, name: string, options: ReadOptions): Promise<Fetched> {
  const patience = options.patience ?? usualPatience;
  const quiet = new AbortController();
  let timer = setTimeout(() => {
    quiet.abort();
  }, patience);
  const signal = options.signal === undefined ? quiet.signal : AbortSignal.any([options.signal, quiet.signal]);
  try {
    const answer = await fetch(url, { signal, redirect: "follow" });
    if (!answer.ok) throw badAnswer(answer, url);
    refuseTooLarge(Number(answer.headers.get("content-length") ?? 0), name, options.mostBytes);
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of answer.body ?? []) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        quiet.abort();
      }, patience);
      parts.push(part);
      size += part.length;
      refuseTooLarge(size, name, options.mostBytes);
    }
    // Set by the server's door (server/src/sandbox/open-data), through which closed-off kernels fetch.
    const keptAt = answer.headers.get("x-surgery-kept-at") ?? "";
    const bytes = joinedBytes(parts, size);
    return Number.isNaN(Date.parse(keptAt)) ? { bytes } : { bytes, keptAt };
  } catch (error) {
    if (error instanceof OpenDataError) throw error;
    options.signal?.throwIfAborted();
    throw new OpenDataError("not-reached", wordsOf(error, url, quiet.signal.aborted ? patience : undefined), {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

function wordsOf(error: unknown, url: URL, waited: number | undefined): string {
  if (waited !== undefined) {
    return `${url.hostname} said nothing for ${Math.round(waited / 1000)} seconds, so reading was stopped. Try again later, or download the file in your browser and read it from this computer.`;
  }
  // The door says why in a whole sentence; a network's own error is a few words.
  if (error instanceof Error && error.cause === undefined && /[.?]$/.test(error.message)) return error.message;
  return `${url.hostname} could not be reached (${causeOf(error)}). Check the address and the network, or download the file in your browser and read it from this computer.`;
}

function badAnswer({ status, headers }: Response, url: URL): OpenDataError {
  if (status === 404 || status === 410) {
    return new OpenDataError(
      "no-such-address",
      `There is no file at ${url.href} any more (the host answered ${status}). Look for the new address on the publisher's page.`,
    );
  }
  const words =
    status === 401 || status === 403
      ? `${url.hostname} does not give out ${url.href} without signing in, or refuses programs (it answered ${status}). Download it in your browser and read it from this computer.`
      : status === 429
        ? `${url.hostname} has been asked too often just now and wants a pause${pauseIn(headers)}. Wait, then run the cell again.`
        : status >= 500
          ? `${url.hostname} has trouble of its own (it answered ${status}). It is not your doing. Try again in a few minutes.`
          : `${url.hostname} answered ${status} instead of the file. Try again later.`;
  return new OpenDataError("not-reached", words);
}

/** "Retry-After" gives seconds or a date; a date is left out, since clocks differ. */
function pauseIn(headers: Headers): string {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 86_400) return "";
  return seconds < 120 ? ` of ${seconds} seconds` : ` of ${Math.ceil(seconds / 60)} minutes`;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
