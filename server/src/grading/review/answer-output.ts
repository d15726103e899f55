/**
 * What a program put below an answer, as a page for a frame. It may be hostile: the page has no script, no form, no address it
 * may reach, and (sandbox) no origin, also when somebody opens it by itself.
 */
import type { Output } from "@data-surgery/jupyter";
import { escapeHtml } from "../../http/index.js";

export const outputPolicy: string = [
  "sandbox",
  "default-src 'none'",
  "img-src data:",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

export function outputDocument(outputs: readonly Output[]): string {
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light"><title>What the answer shows</title>`,
    `<style>body{margin:0;padding:8px;background:#fff;color:#1b2a33;font:16px/1.5 system-ui,sans-serif}img,svg{max-width:100%;height:auto}pre{white-space:pre-wrap;overflow-wrap:anywhere}table{border-collapse:collapse}th,td{padding:2px 8px;border-bottom:1px solid #ddd;text-align:start}</style>`,
    `</head><body>${outputs.map(partOf).join("\n")}</body></html>`,
  ].join("");
}

function partOf(output: Output): string {
  if (output.output_type === "stream") return preformatted(textOf(output["text"]));
  if (output.output_type === "error") return preformatted(`${textOf(output["ename"])}: ${textOf(output["evalue"])}`);
  const data = output["data"];
  return typeof data === "object" && data !== null ? richest(data as Readonly<Record<string, unknown>>) : "";
}

/** The picture first, then markup, then words. */
function richest(data: Readonly<Record<string, unknown>>): string {
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const picture = textOf(data[type]).replaceAll(/\s/g, "");
    if (picture !== "" && /^[A-Za-z0-9+/=]+$/.test(picture)) return `<img alt="" src="data:${type};base64,${picture}">`;
  }
  const drawing = textOf(data["image/svg+xml"]);
  // As an image and not as markup: what an image holds runs nothing and reaches nothing.
  if (drawing !== "") return `<img alt="" src="data:image/svg+xml;base64,${Buffer.from(drawing).toString("base64")}">`;
  const markup = textOf(data["text/html"]);
  if (markup !== "") return markup;
  if (Object.keys(data).some((type) => type.startsWith("application/vnd.plotly")))
    return "<p>A chart that can be moved about. Open their notebook to see it.</p>";
  return preformatted(textOf(data["text/plain"]));
}

function preformatted(text: string): string {
  return text === "" ? "" : `<pre dir="auto">${escapeHtml(text)}</pre>`;
}

/** nbformat allows a list of lines. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.filter((line) => typeof line === "string").join("") : "";
}
