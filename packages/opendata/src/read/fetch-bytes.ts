import { OpenDataError } from "../open-data-error.js";
import { refuseTooLarge } from "./read-bytes.js";
import type { ReadOptions } from "./read-options.js";

const usualPatience = 20_000;

/** The bytes behind a web address. A host that goes quiet is given up, and what it said is told in words. */
export async function fetchBytes(url: URL, name: string, options: ReadOptions): Promise<Uint8Array> {
  const patience = options.patience ?? usualPatience;
  const quiet = new AbortController();
  let timer = setTimeout(() => {
    quiet.abort();
  }, patience);
  const signal = options.signal === undefined ? quiet.signal : AbortSignal.any([options.signal, quiet.signal]);
  try {
    const answer = await fetch(url, { signal, redirect: "follow" });
    if (!answer.ok) throw badAnswer(answer.status, url);
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
    return joined(parts, size);
  } catch (error) {
    if (error instanceof OpenDataError) throw error;
    options.signal?.throwIfAborted();
    const words = quiet.signal.aborted
      ? `${url.hostname} said nothing for ${Math.round(patience / 1000)} seconds, so reading was stopped. Try again later, or download the file in your browser and read it from this computer.`
      : `${url.hostname} could not be reached (${causeOf(error)}). Check the address and the network, or download the file in your browser and read it from this computer.`;
    throw new OpenDataError("not-reached", words, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function badAnswer(status: number, url: URL): OpenDataError {
  const words =
    status === 404 || status === 410
      ? `There is no file at ${url.href} any more (the host answered ${status}). Look for the new address on the publisher's page.`
      : status === 401 || status === 403
        ? `${url.hostname} does not give out ${url.href} without signing in, or refuses programs (it answered ${status}). Download it in your browser and read it from this computer.`
        : `${url.hostname} answered ${status} instead of the file. Try again later.`;
  return new OpenDataError("not-reached", words);
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
