import { isRows } from "../display/plain-rows.js";
import type { ErrorContext } from "./cell-sources.js";

export type Scope = NonNullable<ErrorContext["scope"]>;

/** The value of a chain of names, where it can be told without running anything. */
export function readChain(expression: string, scope: Scope): unknown {
  try {
    return scope.evaluateSafely(expression);
  } catch {
    return undefined;
  }
}

/** If a variable holds a promise, what to do about it. */
export function promiseHint(name: string, scope: Scope | undefined): string | undefined {
  if (scope === undefined || !(readChain(name, scope) instanceof Promise)) return undefined;
  return `\`${name}\` is a promise: what it stands for is still on its way. Write await in front of what makes it, or use (await ${name}).`;
}

/** Everything that can be asked of a value by a point: its own keys and those of its class. */
export function keysOf(value: unknown): string[] {
  const keys = new Set<string>();
  let at = Object(value) as object | null;
  while (at !== null && at !== Object.prototype) {
    for (const key of Object.getOwnPropertyNames(at)) if (!/^(?:\d+|constructor)$/.test(key)) keys.add(key);
    at = Object.getPrototypeOf(at) as object | null;
  }
  return [...keys];
}

/** The columns of all tables in memory. */
export function tableColumns(scope: Scope): string[] {
  const columns = new Set<string>();
  for (const name of scope.names()) {
    const value = readChain(name, scope);
    if (isRows(value)) for (const key of Object.keys(value[0] ?? {})) columns.add(key);
  }
  return [...columns];
}
