/**
 * Markup as a tagged template that escapes everything put into it, so that a learner's name can never become markup.
 * Only what `html` itself or `trustedHtml` made goes in as it is.
 */
const trusted: unique symbol = Symbol("trusted markup");

export interface Html {
  readonly [trusted]: string;
}

/** What may stand in `${…}`: text and numbers are escaped, lists joined, `undefined` and `false` leave nothing. */
export type HtmlPart = Html | string | number | false | undefined | readonly HtmlPart[];

export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  let text = strings[0] ?? "";
  for (const [index, part] of parts.entries()) text += renderPart(part) + (strings[index + 1] ?? "");
  return { [trusted]: text };
}

/** For markup that our own code or a library made from numbers (a QR picture, an icon); never for anything a person wrote. */
export function trustedHtml(markup: string): Html {
  return { [trusted]: markup };
}

export function renderHtml(markup: Html): string {
  return markup[trusted];
}

/** Safe between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function renderPart(part: HtmlPart): string {
  if (part === undefined || part === false) return "";
  if (typeof part === "string") return escapeHtml(part);
  if (typeof part === "number") return String(part);
  if (isList(part)) return part.map(renderPart).join("");
  return part[trusted];
}

// Array.isArray does not narrow readonly arrays out of a union.
function isList(part: Html | readonly HtmlPart[]): part is readonly HtmlPart[] {
  return Array.isArray(part);
}
