/** The frame of published pages: one file each, without a script, that opens from a folder, a USB stick or any server. */
import { escapeHtml } from "../escape-html.js";

export interface PageFrame {
  readonly title: string;
  readonly description: string;
  /** HTML of the page's body. */
  readonly body: string;
  /** For programs: JSON-LD that goes into the head. */
  readonly data?: object;
  readonly feed?: string;
}

/** The roles and colours of the design's tokens (packages/design/src/tokens.css), written out: a page must stand alone. */
const style =
  ":root{color-scheme:light dark;--paper:#fbfaf7;--surface:#ffffff;--ink:#1b2a33;--soft:#4a5a64;--rule:#e0dccf;--link:#0f766e;--on:#ffffff;--tint:#e3f1ee;--focus:#1d4ed8}" +
  "@media(prefers-color-scheme:dark){:root{--paper:#12191e;--surface:#1a242b;--ink:#e9eef0;--soft:#aebbc2;--rule:#2e3b44;--link:#55cdbf;--on:#07201d;--tint:#16332f;--focus:#9bbcff}}" +
  "*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 'Atkinson Hyperlegible Next',Verdana,sans-serif;overflow-wrap:anywhere}" +
  "main,header,footer{max-width:60rem;margin:0 auto;padding:0 1rem}header{padding-top:1.5rem}footer{padding:2rem 1rem;color:var(--soft)}" +
  "h1{font-size:1.9rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.35rem;margin:2rem 0 .5rem}h3{font-size:1.1rem;margin:1.25rem 0 .25rem}" +
  "p,ul,ol,dl{margin:.5rem 0}ul,ol{padding-left:1.25rem}a{color:var(--link)}a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--focus);outline-offset:2px}" +
  ".lead{font-size:1.15rem;white-space:pre-line}.soft{color:var(--soft)}.button{display:inline-block;background:var(--link);color:var(--on);padding:.6rem 1rem;border-radius:.5rem;text-decoration:none;font-weight:bold;margin:.25rem .5rem .25rem 0}" +
  ".box{background:var(--tint);border-left:.3rem solid var(--link);padding:.5rem 1rem;margin:1rem 0}.scroll{overflow-x:auto;border:1px solid var(--rule);background:var(--surface)}" +
  "table{border-collapse:collapse;width:100%}caption{text-align:left;padding:.5rem;color:var(--soft)}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--rule);vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}" +
  "dt{font-weight:bold;margin-top:.5rem}dd{margin:0}code{font-size:.9em}figure{margin:1rem 0;break-inside:avoid}.wide{overflow-x:auto}.wide svg{width:100%;min-width:30rem;max-width:42rem;height:auto}pre{overflow-x:auto;background:var(--surface);border:1px solid var(--rule);padding:.5rem}" +
  ".skip{position:absolute;left:-99rem}.skip:focus{position:static}";

/**
 * On paper: nothing cut at the edge, what is folded is open, addresses that lead out are written beside their words. Addresses within the
 * site are not: they mean nothing without it, and what a file is called stands beside its button.
 */
const paper =
  "@media print{:root{--paper:#fff;--surface:#fff;--ink:#000;--soft:#333;--rule:#bbb;--link:#000;--tint:#fff}" +
  ".skip{display:none}body{background:#fff;color:#000;font-size:10pt}main,header,footer{max-width:none;padding:0}" +
  ".scroll,.wide,pre{overflow:visible;border-width:0}pre{white-space:pre-wrap}.wide svg{min-width:0;max-width:100%}" +
  "table{font-size:8pt}thead{display:table-header-group}tr,figure{break-inside:avoid}h1,h2,h3,caption,summary{break-after:avoid}" +
  "summary{list-style:none}details::details-content{content-visibility:visible;block-size:auto;overflow:visible}" +
  ".button{background:none;color:#000;padding:0;display:block}.button::after{content:': ' attr(href)}" +
  "a[href^='http']::after{content:' (' attr(href) ')';font-size:.8em}a[href^='mailto:']{text-decoration:none}}";

/** Three bars on a field of teal. In the page itself: a site may be a folder without a server, and whoever reads a page asks for nothing else. */
const icon =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#0f766e"/><path d="M7 18v-5M12 18V6M17 18v-8" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>',
  );

export function renderPage({ title, description, body, data, feed }: PageFrame): string {
  const json = data === undefined ? "" : `<script type="application/ld+json">${scriptSafe(data)}</script>`;
  return (
    `<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">` +
    // Nothing in the page may run, whatever stood in the data.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>` +
    `<meta name="description" content="${escapeHtml(description.slice(0, 300))}">` +
    (feed === undefined
      ? ""
      : `<link rel="alternate" type="application/atom+xml" title="Changes" href="${escapeHtml(feed)}">`) +
    `<link rel="icon" type="image/svg+xml" href="${icon}">${json}<style>${style}${paper}</style></head><body><a class="skip" href="#main">To the content</a>${body}</body></html>\n`
  );
}

/** JSON inside a script element: no text in it may end the element. */
function scriptSafe(data: object): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A day in words: "29 November 2026". */
export function dayWords(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** "1.2 MB": sizes as people say them. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
