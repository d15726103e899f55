/** Stand-in until the assist part is merged: names in scope and members of a chain. */
import type { Completions } from "../session/realm.js";
import type { LiveScope } from "./live-scope.js";

export function completeInMemory(scope: LiveScope, source: string, offset: number): Completions {
  const before = source.slice(0, offset);
  const [, chain, , word = ""] =
    /(([\p{ID_Start}$_][\p{ID_Continue}$.]*)\.)?([\p{ID_Continue}$]*)$/u.exec(before) ?? [];
  const names = chain === undefined ? scope.names() : membersOf(scope.evaluateSafely(chain.slice(0, -1)));
  const items = [...new Set(names)]
    .filter((name) => name.startsWith(word) && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    .toSorted()
    .map((text) => ({ text, kind: "property" }));
  return { start: offset - word.length, end: offset, items };
}

function membersOf(value: unknown): string[] {
  const names: string[] = [];
  if (value === undefined || value === null) return names;
  for (let at: unknown = Object(value); at !== null; at = Object.getPrototypeOf(at))
    names.push(...Object.getOwnPropertyNames(at));
  return names;
}
