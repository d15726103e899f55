import { report } from "../models/report.js";

/** One call to make an element: attributes, then children. Text is set as text, so nothing that people typed becomes markup. */
export type Child = Node | string | undefined | false;

export interface Attributes {
  readonly [name: string]: string | number | boolean | undefined | ((event: Event) => void);
}

/** Keys that begin with "on" are listeners; `false` and undefined leave the attribute out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== undefined && value !== false) made.setAttribute(key, String(value));
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/** A listener that starts something and shows a bug in the console instead of losing it. */
export function starting(work: () => Promise<void>): () => void {
  return () => {
    work().catch(report);
  };
}
