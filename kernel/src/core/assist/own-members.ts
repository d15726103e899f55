/** Reading objects without running any code of theirs: no getter, no proxy trap. */
import type { LiveScope } from "./live-scope.js";

export interface Member {
  readonly name: string;
  /** Undefined for a getter: it was not asked. */
  readonly value: unknown;
  readonly getter: boolean;
  /** The object's own, not inherited. */
  readonly own: boolean;
}

type IsProxy = LiveScope["isProxy"];

const most = 1000;
/** Prototypes whose members everybody has; they would bury what matters. */
const everybodys: ReadonlySet<unknown> = new Set([Object.prototype]);

/** The members of a value, its own first. At most a thousand. Indices of lists and text are left out. */
export function membersOf(value: unknown, isProxy: IsProxy): Member[] {
  const found = new Map<string, Member>();
  let at: unknown = typeof value === "object" || typeof value === "function" ? value : prototypeOf(value);
  const own = at === value;
  const listLike = Array.isArray(value) || ArrayBuffer.isView(value);
  for (let first = true; isObject(at) && !everybodys.has(at) && isProxy?.(at) !== true; first = false) {
    // The names of a list's own members are its indices, a million of them maybe.
    for (const name of first && listLike ? [] : Object.getOwnPropertyNames(at)) {
      if (found.size >= most) return [...found.values()];
      if (found.has(name) || name === "constructor" || name.startsWith("__")) continue;
      found.set(name, readMember(at, name, own && first));
    }
    at = Object.getPrototypeOf(at);
  }
  return [...found.values()];
}

function readMember(object: object, name: string, own: boolean): Member {
  const property = Object.getOwnPropertyDescriptor(object, name);
  const getter = property?.get !== undefined || property?.set !== undefined;
  return { name, value: getter ? undefined : (property?.value as unknown), getter, own };
}

/** One member by its name, wherever in the chain it stands; undefined where there is none or it is a getter. */
export function memberValue(value: unknown, name: string, isProxy: IsProxy): unknown {
  let at: unknown = isObject(value) ? value : prototypeOf(value);
  if (typeof value === "string" && name === "length") return value.length;
  while (isObject(at) && isProxy?.(at) !== true) {
    const property = Object.getOwnPropertyDescriptor(at, name);
    if (property !== undefined) return property.get === undefined ? (property.value as unknown) : undefined;
    at = Object.getPrototypeOf(at);
  }
  return undefined;
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function prototypeOf(value: unknown): unknown {
  return value === undefined || value === null ? undefined : Object.getPrototypeOf(Object(value));
}
