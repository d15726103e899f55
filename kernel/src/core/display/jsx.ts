/**
 * A small renderer for JSX in cells: elements are values that show themselves as HTML. There is nothing alive in an output, so
 * handlers such as `onClick` are left out. A component is a function from its properties to what it shows.
 */
import { escapeHtml, htmlToText } from "./escape-html.js";
import { jupyterDisplay } from "./mime-bundle.js";
import { markup, wordsOf, type Shown } from "./wrappers.js";

export type Properties = Readonly<Record<string, unknown>>;
export type Component = (properties: Properties) => unknown;

export interface JsxElement extends Shown {
  readonly type: string | Component;
  readonly properties: Properties;
}

/** What stands for `<>…</>`: it shows what is in it. */
export const Fragment: Component = ({ children }) => children;

/** What `<type …properties>…children</type>` becomes. */
export function h(
  type: string | Component,
  properties: Properties | null,
  ...children: readonly unknown[]
): JsxElement {
  const given = {
    ...properties,
    ...(children.length === 0 ? {} : { children: children.length === 1 ? children[0] : children }),
  };
  const element: JsxElement = {
    type,
    properties: given,
    [jupyterDisplay]: () => {
      const html = renderElement(element);
      return { "text/html": html, "text/plain": htmlToText(html) };
    },
  };
  return element;
}

/** What compiled cells call: the host puts it under the name `jsxHook`. */
export const jsxFactory: { readonly h: typeof h; readonly Fragment: Component } = { h, Fragment };

const voidTags = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
/** In these the browser reads no entities. */
const rawTags = new Set(["style", "script"]);

function renderElement({ type, properties }: JsxElement): string {
  if (typeof type === "function") return render(type(properties));
  if (!/^[a-z][\w:.-]*$/i.test(type)) throw new TypeError(`<${type}> is not the name of an element.`);
  const open = `<${type}${attributes(properties)}>`;
  if (voidTags.has(type)) return open;
  const trusted = properties["dangerouslySetInnerHTML"] as { readonly __html?: unknown } | undefined;
  const { children } = properties;
  if (trusted !== undefined) return `${open}${typeof trusted.__html === "string" ? trusted.__html : ""}</${type}>`;
  const inside = rawTags.has(type) ? rawText(children, type) : render(children);
  return `${open}${inside}</${type}>`;
}

function render(content: unknown): string {
  if (Array.isArray(content)) return content.map((entry) => render(entry)).join("");
  if (isElement(content)) return renderElement(content);
  if (content instanceof Promise)
    throw new TypeError("There is a promise inside this element. Write await in front of it.");
  return markup(content);
}

function isElement(value: unknown): value is JsxElement {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.hasOwn(value, jupyterDisplay) &&
    Object.hasOwn(value, "properties")
  );
}

function rawText(children: unknown, type: string): string {
  const text = (Array.isArray(children) ? children : [children ?? ""]).map(wordsOf).join("");
  return text.replaceAll(new RegExp(`</(?=${type})`, "gi"), String.raw`<\/`);
}

function attributes(properties: Properties): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(properties)) {
    const name = attributeName(key);
    if (name === undefined || typeof value === "function" || typeof value === "symbol") continue;
    // Only of aria and data attributes is "false" a value.
    const worded = /^(?:aria|data)-/.test(name) && typeof value === "boolean" ? String(value) : value;
    if (worded === null || worded === undefined || worded === false) continue;
    const text = worded === true ? "" : name === "style" ? styleText(worded) : wordsOf(worded);
    if (isCode(name, text)) continue;
    parts.push(` ${name}="${escapeHtml(text)}"`);
  }
  return parts.join("");
}

const attributeNames: Readonly<Record<string, string>> = {
  className: "class",
  htmlFor: "for",
  tabIndex: "tabindex",
  colSpan: "colspan",
  rowSpan: "rowspan",
};
const neverWritten = new Set(["children", "key", "ref", "dangerouslySetInnerHTML"]);
const dashedInSvg =
  /^(?:stroke|fill|font|text|clip|color|dominant|alignment|baseline|marker|stop|flood|letter|word|vector|shape|pointer|paint)[A-Z]/;

function attributeName(key: string): string | undefined {
  if (neverWritten.has(key) || !/^[\w:.-]+$/.test(key)) return undefined;
  const given = attributeNames[key];
  if (given !== undefined) return given;
  return dashedInSvg.test(key) && key !== "textLength" ? dashed(key) : key;
}

const withoutUnit = new Set(
  "opacity zIndex fontWeight lineHeight flex flexGrow flexShrink order zoom columnCount fillOpacity strokeOpacity strokeWidth gridRow gridColumn aspectRatio".split(
    " ",
  ),
);

function styleText(style: unknown): string {
  if (typeof style !== "object" || style === null) return wordsOf(style);
  return Object.entries(style)
    .filter(([, value]) => value !== null && value !== undefined && value !== false)
    .map(([key, value]) => {
      const unit =
        typeof value === "number" && value !== 0 && !withoutUnit.has(key) && !key.startsWith("--") ? "px" : "";
      return `${key.startsWith("--") ? key : dashed(key)}:${String(value)}${unit}`;
    })
    .join(";");
}

const dashed = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `href="javascript:…"` and handlers as text: an output holds no code of its own. */
function isCode(name: string, text: string): boolean {
  if (/^on/i.test(name)) return true;
  return /^(?:href|src|action|formaction|xlink:href)$/i.test(name) && /^[\s\p{Cc}]*javascript\s*:/iu.test(text);
}
