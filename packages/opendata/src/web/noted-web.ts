/** What this notebook has read on the web and asked portals, for evidence that can be worked out again without a network. */
import type { KeptSearch, KeptSet } from "./kept-web.js";

export interface NotedFile {
  readonly url: string;
  readonly sha256: string;
  readonly readAt: string;
  readonly bytes: Uint8Array;
}

/** Larger ones are fetched again when they are needed: a kernel's memory is for its tables. */
const mostBytes = 16 * 1024 * 1024;
const mostAnswers = 500;

const files = new Map<string, NotedFile>();
const searches = new Map<string, KeptSearch>();
const sets = new Map<string, KeptSet>();

export function noteFile(file: NotedFile): void {
  keep(files, `${file.sha256} ${file.url}`, file);
  let bytes = [...files.values()].reduce((sum, one) => sum + one.bytes.length, 0);
  for (const [key, one] of files) {
    if (bytes <= mostBytes) break;
    files.delete(key);
    bytes -= one.bytes.length;
  }
}

export function notedFile(url: string, sha256: string): NotedFile | undefined {
  return files.get(`${sha256} ${url}`);
}

export function noteSearch(search: KeptSearch): void {
  keep(searches, `${search.portal}\n${search.words}\n${search.most}`, search);
}

export function noteSet(set: KeptSet): void {
  keep(sets, `${set.portal}\n${set.address}\n${set.wishes}`, set);
}

export function notedAnswers(): { readonly searches: readonly KeptSearch[]; readonly sets: readonly KeptSet[] } {
  return { searches: [...searches.values()], sets: [...sets.values()] };
}

/** Newest last. */
function keep<Value>(all: Map<string, Value>, key: string, value: Value): void {
  all.delete(key);
  all.set(key, value);
  for (const oldest of all.keys()) {
    if (all.size <= mostAnswers) break;
    all.delete(oldest);
  }
}
