/**
 * A value as text, in the notation that Node uses, without running any of the learner's code: getters are named and not read,
 * and nothing is followed deeper or longer than asked for. Core has no Node, so this is our own.
 */
import { errorHeading } from "./error-heading.js";

export interface InspectOptions {
  /** How many levels below the value are shown; 3 when not given. */
  readonly depth?: number;
  /** How many entries of a list or object are shown; 100 when not given. */
  readonly entries?: number;
  /** The longest text, in UTF-16 units; what is longer is cut, and says so. 20,000 when not given. */
  readonly longest?: number;
  /** How many characters fit on a line; 76 when not given. */
  readonly width?: number;
}

interface Inspection {
  readonly depth: number;
  readonly entries: number;
  readonly longest: number;
  readonly width: number;
  /** What is being shown just now: meeting one of these again is a circle. */
  readonly open: object[];
  readonly circles: Map<object, number>;
  /** Characters left. */
  left: number;
}

/** An object of this key may say itself how it is to be shown. Node's own classes and many packages use it. */
const customInspect = Symbol.for("nodejs.util.inspect.custom");

/** Beyond that nobody reads, and the stack has an end. */
const deepest = 50;

/** Never throws. */
export function inspectValue(value: unknown, options: InspectOptions = {}): string {
  const { depth = 3, entries = 100, longest = 20_000, width = 76 } = options;
  const state: Inspection = {
    depth: Math.min(depth, deepest),
    entries,
    longest,
    width,
    open: [],
    circles: new Map(),
    left: longest,
  };
  const text = inspect(value, state);
  return text.length > longest ? `${text.slice(0, longest)}… ${text.length - longest} more characters` : text;
}

function inspect(value: unknown, state: Inspection): string {
  switch (typeof value) {
    case "string":
      return quote(value, state);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "function":
    case "object":
      return value === null ? "null" : inspectObject(value, state);
    default:
      return String(value);
  }
}

function quote(text: string, state: Inspection): string {
  const cut = text.length > state.longest ? text.slice(0, state.longest) : text;
  const mark = ["'", '"', "`"].find((one) => !cut.includes(one)) ?? "'";
  const escaped = cut.replaceAll(/[\\\p{Cc}]/gu, escapeCharacter).replaceAll(mark, `\\${mark}`);
  return `${mark}${escaped}${mark}${cut === text ? "" : `… ${text.length - cut.length} more characters`}`;
}

const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };
const escapeCharacter = (one: string): string =>
  escapes[one] ?? `\\x${one.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`;

function inspectObject(value: object, state: Inspection): string {
  if (state.open.includes(value)) {
    if (!state.circles.has(value)) state.circles.set(value, state.circles.size + 1);
    return `[Circular *${state.circles.get(value)}]`;
  }
  state.open.push(value);
  let text: string;
  try {
    text = inspectCustom(value, state) ?? inspectParts(value, state);
  } catch {
    // A proxy whose traps throw, or a class whose tricks do.
    text = "[an object that can't be shown]";
  }
  state.open.pop();
  state.left -= text.length;
  const circle = state.circles.get(value);
  return circle === undefined ? text : `<ref *${circle}> ${text}`;
}

function inspectCustom(value: object, state: Inspection): string | undefined {
  const custom = (value as { readonly [customInspect]?: unknown })[customInspect];
  if (typeof custom !== "function") return undefined;
  const levels = state.depth - state.open.length + 1;
  const options = { depth: levels, stylize: (text: string) => text, breakLength: state.width };
  const given = (custom as (this: object, ...given: unknown[]) => unknown).call(value, levels, options, inspectValue);
  return typeof given === "string" ? given : given === value ? undefined : inspect(given, state);
}

function inspectParts(value: object, state: Inspection): string {
  const { head, items, count = items.length, brackets, hidden } = describeObject(value, state);
  const keys = ownKeys(value, hidden);
  if (count === 0 && keys.length === 0) return brackets === undefined ? head : join(head, brackets.join(""));
  if (state.open.length > state.depth + 1)
    return `[${head === "" ? (Array.isArray(value) ? "Array" : "Object") : head}]`;
  const shown: string[] = [];
  for (const item of items) if (state.left > 0) shown.push(spend(item(), state));
  for (const key of keys.slice(0, state.entries)) {
    if (state.left > 0) shown.push(spend(`${keyText(key)}: ${propertyText(value, key, state)}`, state));
  }
  const more = count + keys.length - shown.length;
  if (more > 0) shown.push(`… ${more} more ${more === 1 ? "item" : "items"}`);
  return join(head, layOut(shown, brackets ?? ["{", "}"], count > 6, state));
}

function spend(text: string, state: Inspection): string {
  state.left -= 2;
  return text;
}

function join(head: string, body: string): string {
  return head === "" ? body : `${head} ${body}`;
}

interface Description {
  /** What stands before the brackets. */
  readonly head: string;
  /** Entries that are no properties: of lists, maps, sets. Not more of them than are shown. */
  readonly items: readonly (() => string)[];
  /** How many entries there are in all, where not all are given. */
  readonly count?: number;
  /** Absent where a value without properties has no brackets at all. */
  readonly brackets?: readonly [string, string];
  /** Own keys that the entries or the head already show. */
  readonly hidden: (key: string) => boolean;
}

const nothingHidden = (): boolean => false;
const isIndex = (key: string): boolean => /^\d+$/.test(key);

function describeObject(value: object, state: Inspection): Description {
  const name = className(value);
  if (typeof value === "function") return { head: functionText(value, name), items: [], hidden: nothingHidden };
  if (Array.isArray(value)) {
    const head = name === "Array" ? "" : `${name}(${value.length})`;
    return { head, ...listItems(value, state), brackets: ["[", "]"], hidden: isIndex };
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const list = value as unknown as ArrayLike<unknown>;
    const items = Array.from(
      { length: Math.min(list.length, state.entries) },
      (_, index) => () => inspect(list[index], state),
    );
    return { head: `${name}(${list.length})`, items, count: list.length, brackets: ["[", "]"], hidden: isIndex };
  }
  if (value instanceof Map) {
    const items = first(Map.prototype.entries.call(value), state).map(
      ([key, entry]) =>
        () =>
          `${inspect(key, state)} => ${inspect(entry, state)}`,
    );
    return { head: `${name}(${value.size})`, items, count: value.size, brackets: ["{", "}"], hidden: nothingHidden };
  }
  if (value instanceof Set) {
    const items = first(Set.prototype.values.call(value), state).map((entry) => () => inspect(entry, state));
    return { head: `${name}(${value.size})`, items, count: value.size, brackets: ["{", "}"], hidden: nothingHidden };
  }
  return describeSimple(value, name, state);
}

function first<Entry>(entries: Iterable<Entry>, { entries: most }: Inspection): Entry[] {
  const list: Entry[] = [];
  for (const entry of entries) {
    if (list.length === most) break;
    list.push(entry);
  }
  return list;
}

function describeSimple(value: object, name: string, state: Inspection): Description {
  const bare = (head: string): Description => ({ head, items: [], hidden: nothingHidden });
  if (value instanceof Error) {
    const head = errorHeading(value);
    const hidden = (key: string): boolean => ["stack", "message", "name", "cause", "errors"].includes(key);
    const items = Object.hasOwn(value, "cause") ? [() => `[cause]: ${inspect(value.cause, state)}`] : [];
    return { head: `[${head}]`, items, hidden };
  }
  if (value instanceof Date) {
    const time = Date.prototype.getTime.call(value);
    return bare(Number.isNaN(time) ? "Invalid Date" : Date.prototype.toISOString.call(value));
  }
  if (value instanceof RegExp) return bare(RegExp.prototype.toString.call(value));
  for (const kind of [Number, String, Boolean, Symbol, BigInt]) {
    if (value instanceof kind) return { ...bare(`[${name}: ${inspect(value.valueOf(), state)}]`), hidden: isIndex };
  }
  if (value instanceof ArrayBuffer) return { ...bare(`${name} (${value.byteLength} bytes)`), brackets: ["{", "}"] };
  if (value instanceof WeakMap || value instanceof WeakSet) return bare(`${name} { its entries can't be listed }`);
  const tag = tagOf(value);
  const head =
    name === "Object" && tag === undefined ? "" : tag === undefined || tag === name ? name : `${name} [${tag}]`;
  return { head, items: [], brackets: ["{", "}"], hidden: nothingHidden };
}

function listItems(list: readonly unknown[], state: Inspection): Pick<Description, "items" | "count"> {
  const items: (() => string)[] = [];
  let index = 0;
  while (index < list.length && items.length < state.entries) {
    const at = index;
    if (Object.hasOwn(list, at)) {
      items.push(() => propertyText(list, String(at), state));
      index = at + 1;
    } else {
      // Through the keys: `new Array(1e9)` has no entries to walk over.
      const next = Object.keys(list).find((key) => isIndex(key) && Number(key) > at);
      index = next === undefined ? list.length : Number(next);
      const empty = index - at;
      items.push(() => `<${empty} empty ${empty === 1 ? "item" : "items"}>`);
    }
  }
  return { items, count: items.length + list.length - index };
}

function functionText(value: { readonly name: unknown }, name: string): string {
  const text = Function.prototype.toString.call(value);
  const own = Object.getOwnPropertyDescriptor(value, "name")?.value as unknown;
  const called = typeof own === "string" && own !== "" ? own : undefined;
  if (text.startsWith("class")) {
    const parent = Object.getPrototypeOf(value) as { readonly name?: unknown } | null;
    const above = typeof parent?.name === "string" && parent.name !== "" ? ` extends ${parent.name}` : "";
    return `[class ${called ?? "(anonymous)"}${above}]`;
  }
  return called === undefined ? `[${name} (anonymous)]` : `[${name}: ${called}]`;
}

/** The name of the class, looked up without running getters. */
function className(value: object): string {
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const made = Object.getOwnPropertyDescriptor(at, "constructor")?.value as unknown;
    if (typeof made === "function" && at !== value) {
      const name = Object.getOwnPropertyDescriptor(made, "name")?.value as unknown;
      return typeof name === "string" && name !== "" ? name : "Object";
    }
  }
  return "[Object: null prototype]";
}

function tagOf(value: object): string | undefined {
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const descriptor = Object.getOwnPropertyDescriptor(at, Symbol.toStringTag);
    if (descriptor !== undefined) return typeof descriptor.value === "string" ? descriptor.value : undefined;
  }
  return undefined;
}

function ownKeys(value: object, hidden: (key: string) => boolean): (string | symbol)[] {
  // Of a long list only the entries are looked at: asking for its keys would make one text for each.
  if (hidden === isIndex && ((value as ArrayLike<unknown>).length ?? 0) > 10_000) return [];
  return Reflect.ownKeys(value).filter((key) => {
    if (typeof key === "string" && hidden(key)) return false;
    return Object.getOwnPropertyDescriptor(value, key)?.enumerable === true;
  });
}

function keyText(key: string | symbol): string {
  if (typeof key === "symbol") return `[${String(key)}]`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : `'${key.replaceAll("'", String.raw`\'`)}'`;
}

function propertyText(value: object, key: string | symbol, state: Inspection): string {
  const descriptor = Object.getOwnPropertyDescriptor(value, key);
  if (descriptor?.get !== undefined) return descriptor.set === undefined ? "[Getter]" : "[Getter/Setter]";
  if (descriptor?.set !== undefined) return "[Setter]";
  return inspect(descriptor?.value, state);
}

/** On one line where it fits; lists of short entries in rows; else one entry a line. */
function layOut(
  entries: readonly string[],
  [open, close]: readonly [string, string],
  isList: boolean,
  { width, open: nesting }: Inspection,
): string {
  const indent = "  ".repeat(Math.max(0, nesting.length));
  const room = width - indent.length;
  const line = `${open} ${entries.join(", ")} ${close}`;
  const isFlat = !entries.some((entry) => entry.includes("\n"));
  if (isFlat && line.length <= room && entries.length <= 40) return line;
  const lines = isList && isFlat ? inRows(entries, room) : entries;
  return `${open}\n${lines.map((one) => `${indent}${one}`).join(",\n")}\n${indent.slice(2)}${close}`;
}

function inRows(entries: readonly string[], room: number): string[] {
  const rows: string[] = [];
  let row = "";
  for (const entry of entries) {
    if (row !== "" && row.length + entry.length + 2 > room) {
      rows.push(row);
      row = "";
    }
    row = row === "" ? entry : `${row}, ${entry}`;
  }
  return row === "" ? rows : [...rows, row];
}
