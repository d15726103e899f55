/** What cells print goes below them, and not to the browser's own console. */
import { inspectValue } from "../core/display/inspect.js";
import { Interruption } from "../core/realm/interruption.js";
import type { Outputs, StreamName } from "../core/realm/outputs.js";
import type { RunTracker } from "./run-tracker.js";

export function catchConsole(outputs: Outputs, runs: RunTracker): void {
  const counts = new Map<string, number>();
  const starts = new Map<string, number>();
  let indent = "";
  const write = (name: StreamName, text: string): void => {
    const run = runs.current();
    if (run?.isInterrupted === true) throw new Interruption();
    outputs.write(run, name, `${indent}${text.replaceAll("\n", `\n${indent}`)}\n`);
  };
  const print =
    (name: StreamName) =>
    (...values: readonly unknown[]): void =>
      write(name, printedText(values));
  const log = print("stdout");
  const warn = print("stderr");
  const time = (label: string, ...values: readonly unknown[]): void => {
    const start = starts.get(label);
    if (start === undefined) warn(`There is no timer called “${label}”.`);
    else log(`${label}: ${(performance.now() - start).toFixed(3)}ms`, ...values);
  };
  const group = (...values: readonly unknown[]): void => {
    if (values.length > 0) log(...values);
    indent += "  ";
  };
  const methods = {
    log,
    info: log,
    debug: log,
    dir: (value: unknown) => log(inspectValue(value)),
    dirxml: log,
    table: (value: unknown) => log(inspectValue(value)),
    warn,
    error: warn,
    trace: (...values: readonly unknown[]) => warn("Trace:", ...values),
    assert: (isTrue: unknown, ...values: readonly unknown[]) => {
      if (isTrue !== true && !isTrue) warn("Assertion failed", ...values);
    },
    count: (label = "default") => {
      const count = (counts.get(label) ?? 0) + 1;
      counts.set(label, count);
      log(`${label}: ${count}`);
    },
    countReset: (label = "default") => void counts.delete(label),
    time: (label = "default") => void starts.set(label, performance.now()),
    timeLog: (label = "default", ...values: readonly unknown[]) => time(label, ...values),
    timeEnd: (label = "default") => {
      time(label);
      starts.delete(label);
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
    clear: () => undefined,
  };
  for (const [name, method] of Object.entries(methods)) {
    Object.defineProperty(method, "name", { value: name });
    Object.assign(console, { [name]: method });
  }
}

/** Values as a console shows them: text as it is, `%s` and its sisters filled in, everything else as it is inspected. */
export function printedText(values: readonly unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== "string" || !first.includes("%")) return values.map((value) => words(value)).join(" ");
  let at = 0;
  const text = first.replaceAll(/%([sdifjoOc%])/g, (found, kind: string) => {
    if (kind === "%") return "%";
    if (at >= rest.length) return found;
    return filled(kind, rest[at++]);
  });
  return [text, ...rest.slice(at).map((value) => words(value))].join(" ");
}

function filled(kind: string, value: unknown): string {
  switch (kind) {
    case "d":
      return typeof value === "object" ? "NaN" : String(Number(value));
    case "i":
      return String(Number.parseInt(words(value), 10));
    case "f":
      return String(Number.parseFloat(words(value)));
    case "j":
      return JSON.stringify(value);
    case "c":
      return "";
    default:
      return kind === "s" ? words(value) : inspectValue(value);
  }
}

function words(value: unknown): string {
  return typeof value === "string" ? value : inspectValue(value);
}
