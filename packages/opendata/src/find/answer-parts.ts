/** Guards for what portals answer. It comes from the internet: any part may be missing, of another kind, or made to do harm. */
import { OpenDataError } from "../open-data-error.js";
import { shorten } from "../say.js";

export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** A property of its own; what every object inherits is no answer. */
export function partOf(value: unknown, ...path: readonly string[]): unknown {
  let part = value;
  for (const name of path) {
    const whole = objectOf(part);
    if (whole === undefined || !Object.hasOwn(whole, name)) return undefined;
    part = whole[name];
  }
  return part;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** One line of at most 300 letters; undefined for what is no text, or has nothing in it. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string") return undefined;
  // Signs that turn the direction of text or hide in it make a name look like another.
  const line = shorten(value.slice(0, 2000).replaceAll(/[\p{Cc}\p{Cf}]+/gu, " "), 300);
  return line === "" ? undefined : line;
}

/** An address on the web, made whole where it is given from the page's root; undefined for any other kind, `javascript:` for one. */
export function linkOf(value: unknown, page?: string): string | undefined {
  if (typeof value !== "string" || value.length > 4000) return undefined;
  const text = value.trim();
  if (!URL.canParse(text, page)) return undefined;
  const url = new URL(text, page);
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  url.username = "";
  url.password = "";
  return url.href;
}

/** A part of an address in plain letters; as it stands where its escapes are broken. */
export function plainPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A date as ISO 8601, day only: from what begins like one, or from milliseconds since 1970. */
export function dateOf(value: unknown): string | undefined {
  if (typeof value === "number") {
    const date = new Date(value);
    return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10);
  }
  const day = typeof value === "string" ? /^\d{4}-\d{2}-\d{2}(?!\d)/.exec(value.trim())?.[0] : undefined;
  return day !== undefined && !Number.isNaN(Date.parse(day)) ? day : undefined;
}

/** Leaves out what is undefined, so that absent stays absent. */
export function present<Value extends object>(value: { readonly [Key in keyof Value]: Value[Key] | undefined }): Value {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Value;
}

export function strangeAnswer(portal: string): OpenDataError {
  return new OpenDataError(
    "portal-answer",
    `${portal} answered something else than a list of data sets. It may have changed, or be in repair. Try again later, or look on its page in your browser and read the file that you find there.`,
  );
}

/** The formats of files, each once, in the portal's own words. */
export function formatsOf(files: readonly { readonly format: string }[]): string | undefined {
  const formats = [...new Set(files.map(({ format }) => format))];
  return formats.length === 0 ? undefined : shorten(formats.join(", "), 80);
}
