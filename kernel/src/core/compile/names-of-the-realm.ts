/**
 * V8's REPL scope is seen by everything in the process: `let URL = "https://…"` in a cell would take the URL class from every
 * package that is loaded and from the kernel itself. So a cell's own declaration of such a name is kept under another name,
 * in this cell and in all later ones; the learner never sees it.
 */
const names: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(globalThis));

const suffix = "$own";

/** Whether a name belonged to the realm before any cell ran. */
export function isNameOfTheRealm(name: string): boolean {
  return names.has(name);
}

/** Under which name a cell's own variable is kept. */
export function ownName(name: string): string {
  return name + suffix;
}

/** A message of V8 with the names as the learner wrote them. */
export function writtenNames(message: string): string {
  return message.replaceAll(suffix, "");
}
