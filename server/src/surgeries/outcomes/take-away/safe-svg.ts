/**
 * Whether a drawing is only that. As a picture in a page an SVG can do nothing, but as a file of its own a browser runs what is in it:
 * so a drawing is taken along only when everything in it is on these lists. Ours are; what isn't is left out, and that is said.
 */
const elements: ReadonlySet<string> = new Set(
  "svg g path rect line circle ellipse polyline polygon text tspan title desc defs clippath lineargradient radialgradient stop".split(
    " ",
  ),
);

const attribute = /^(?:[a-z][a-z0-9]*(?:[-:][a-z0-9]+)*)$/i;
const tag = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;
const pair = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const mostCharacters = 4_000_000;

export function isOnlyDrawing(svg: string): boolean {
  if (svg.length > mostCharacters) return false;
  const text = svg.trim().replace(/^<\?xml [^>]*\?>\s*/, "");
  if (!/^<svg[\s>]/i.test(text)) return false;
  for (const [, , name = "", attributes = ""] of text.matchAll(tag)) {
    if (!elements.has(name.toLowerCase())) return false;
    for (const [, key = "", double, single] of attributes.matchAll(pair))
      if (!isPlain(key, double ?? single ?? "")) return false;
  }
  // Whatever the pattern above did not take for a tag: comments, declarations, instructions, tricks.
  return !text.replace(tag, "").includes("<");
}

function isPlain(key: string, value: string): boolean {
  const name = key.toLowerCase();
  if (!attribute.test(name) || name.startsWith("on") || /(^|:)href$/.test(name) || name === "src") return false;
  if (name === "xmlns" || name.startsWith("xmlns:")) return value.startsWith("http://www.w3.org/");
  // Nothing from elsewhere; parts of the drawing itself are named with a #.
  return !/url\(\s*['"]?(?!#)|javascript:|data:|@import|expression\(|&#(?!39;)|\\/i.test(value);
}
