/** The pictures in a notebook's results, with the words that stand for them. Results are anybody's: only pictures and text come out. */
import type { Notebook, Output } from "@data-surgery/jupyter";
import { isOnlyDrawing } from "./safe-svg.js";

export interface TakenChart {
  readonly type: "svg" | "png" | "jpeg";
  readonly bytes: Uint8Array;
  /** For those who can't see it; "" when nothing was said. */
  readonly words: string;
}

export interface TakenCharts {
  readonly charts: readonly TakenChart[];
  /** Pictures that hold more than a drawing, or are damaged. */
  readonly refused: number;
}

const mostCharts = 40;
const mostBytes = 16 * 1024 * 1024;
const picture = /<img\b((?:\s+[a-z-]+="[^"]*")*)\s*\/?>/gi;

export function chartsOf({ cells }: Notebook): TakenCharts {
  const outputs = cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  const found = outputs.flatMap(picturesIn);
  let room = mostBytes;
  const charts = found.filter((one) => {
    if (one === undefined || one.bytes.length > room) return false;
    room -= one.bytes.length;
    return true;
  });
  const taken = charts.filter((one) => one !== undefined).slice(0, mostCharts);
  return { charts: taken, refused: found.length - taken.length };
}

function picturesIn(output: Output): (TakenChart | undefined)[] {
  const { data } = output;
  if (typeof data !== "object" || data === null) return [];
  const bundle = data as Readonly<Record<string, unknown>>;
  const words = textOf(bundle["text/plain"]).slice(0, 2000);
  const html = textOf(bundle["text/html"]);
  const inHtml = [...html.matchAll(picture)].flatMap(([, attributes = ""]) => {
    const source = attributeOf(attributes, "src");
    return source.startsWith("data:image/") ? [fromAddress(source, attributeOf(attributes, "alt"))] : [];
  });
  // One result is one picture in several forms; the page's own has the words.
  if (inHtml.length > 0) return inHtml;
  const svg = textOf(bundle["image/svg+xml"]);
  if (svg !== "") return [fromSvg(svg, words)];
  for (const type of ["png", "jpeg"] as const) {
    const base64 = textOf(bundle[`image/${type}`]);
    if (base64 !== "") return [fromBase64(type, base64, words)];
  }
  return [];
}

function fromAddress(address: string, words: string): TakenChart | undefined {
  const [, kind = "", coding = "", rest = ""] =
    /^data:image\/(svg\+xml|png|jpeg)((?:;[a-z0-9=-]+)*),(.*)$/is.exec(address) ?? [];
  const isBase64 = coding.toLowerCase().endsWith(";base64");
  if (kind === "png" || kind === "jpeg") return isBase64 ? fromBase64(kind, rest, words) : undefined;
  if (kind !== "svg+xml") return undefined;
  try {
    return fromSvg(isBase64 ? Buffer.from(rest, "base64").toString("utf8") : decodeURIComponent(rest), words);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function fromSvg(svg: string, words: string): TakenChart | undefined {
  return isOnlyDrawing(svg) ? { type: "svg", bytes: Buffer.from(svg), words } : undefined;
}

const beginnings = { png: [0x89, 0x50, 0x4e, 0x47], jpeg: [0xff, 0xd8, 0xff] } as const;

function fromBase64(type: "png" | "jpeg", base64: string, words: string): TakenChart | undefined {
  const bytes = Buffer.from(base64, "base64");
  return beginnings[type].every((byte, at) => bytes[at] === byte) ? { type, bytes, words } : undefined;
}

function attributeOf(attributes: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`, "i").exec(attributes)?.[1] ?? "";
  return value
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

/** One string, or a list of lines. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((line) => typeof line === "string") ? value.join("") : "";
}
