/** What was run in this session, for history_request. Other sessions are not kept: notebooks are the record. */
import type { JsonObject } from "@data-surgery/jupyter/message";

interface Entry {
  readonly line: number;
  readonly input: string;
  output: string | null;
}

/** [session, line, input] or [session, line, [input, output]] */
export type HistoryItem = readonly [number, number, string | readonly [string, string | null]];

export interface History {
  add(line: number, input: string): void;
  setOutput(line: number, output: string): void;
  /** @param request content of a history_request; whatever is missing or wrong in it counts as not given */
  find(request: JsonObject): readonly HistoryItem[];
}

/** The one session that there is; 0 means "this one" to Jupyter. */
const session = 1;
const mostEntries = 10_000;
const longestOutput = 10_000;

export function createHistory(): History {
  let entries: Entry[] = [];
  return {
    add: (line, input) => {
      entries.push({ line, input, output: null });
      if (entries.length > mostEntries) entries = entries.slice(-mostEntries / 2);
    },
    setOutput: (line, output) => {
      const entry = entries.findLast((one) => one.line === line);
      if (entry !== undefined) entry.output = output.slice(0, longestOutput);
    },
    find: (request) => {
      const withOutput = request["output"] === true;
      return select(entries, request).map(({ line, input, output }) => [
        session,
        line,
        withOutput ? [input, output] : input,
      ]);
    },
  };
}

function select(entries: readonly Entry[], request: JsonObject): readonly Entry[] {
  switch (request["hist_access_type"]) {
    case "tail":
      return last(entries, numberIn(request["n"]));
    case "range":
      return isThisSession(request["session"])
        ? entries.filter(
            ({ line }) =>
              line >= (numberIn(request["start"]) ?? 1) &&
              line < (numberIn(request["stop"]) ?? Number.POSITIVE_INFINITY),
          )
        : [];
    case "search":
      return search(entries, request);
    default:
      return [];
  }
}

function search(entries: readonly Entry[], request: JsonObject): readonly Entry[] {
  const { pattern, unique } = request;
  const matches = globMatcher(typeof pattern === "string" ? pattern : "*");
  let found = entries.filter(({ input }) => matches(input));
  if (unique === true) found = [...new Map(found.map((entry) => [entry.input, entry])).values()];
  return last(found, numberIn(request["n"]));
}

const last = (entries: readonly Entry[], n: number | undefined): readonly Entry[] =>
  n === undefined ? entries : n <= 0 ? [] : entries.slice(-n);

/** 0 and below count back from this session, and there is none before it. */
const isThisSession = (value: unknown): boolean => value === undefined || value === 0 || value === session;

const numberIn = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

/** `*` for anything, `?` for one letter. Walks the text once with one place to come back to, so no pattern is slow. */
function globMatcher(pattern: string): (text: string) => boolean {
  return (text) => {
    let at = 0;
    let inPattern = 0;
    let star = -1;
    let resume = 0;
    while (at < text.length) {
      if (pattern[inPattern] === "*") {
        star = inPattern++;
        resume = at;
      } else if (inPattern < pattern.length && (pattern[inPattern] === "?" || pattern[inPattern] === text[at])) {
        inPattern++;
        at++;
      } else if (star >= 0) {
        inPattern = star + 1;
        at = ++resume;
      } else return false;
    }
    while (pattern[inPattern] === "*") inPattern++;
    return inPattern === pattern.length;
  };
}
