/** Published open data for everybody: the site's own files, with what only a server knows put into its pages (late, retired, readers). */
import { AppError } from "@data-surgery/contract";
import type { Response } from "express";
import { createReadStream } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { html, renderHtml, route, type AnyRoute, type Html, type Reply } from "../http/index.js";
import type { DataSet, OverdueSet } from "./data-sets.js";
import { isLate, dayOf, promiseWords } from "./due.js";
import { emptySiteFile, isEmptySite, type EmptySiteFile } from "./empty-site.js";
import { emptyCataloguePage, tombstonePage } from "./public-pages.js";
import { groupAddress } from "./group-page.js";
import { pageHeaders } from "./page-headers.js";
import type { PublishingOptions } from "./publishing.js";
import type { SourceState } from "./source-checks.js";
import { brokenNote } from "./sources-part.js";

/** What can be in the site; nothing else is sent, whoever put it there. */
const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".parquet": "application/vnd.apache.parquet",
  ".json": "application/json; charset=utf-8",
  ".jsonld": "application/ld+json; charset=utf-8",
  ".xml": "application/atom+xml; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  "": "text/plain; charset=utf-8",
};

const openHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  // Open data may be read by other sites' pages.
  "Access-Control-Allow-Origin": "*",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

export function publicRoutes(options: PublishingOptions): AnyRoute[] {
  const { shelf, dataSets, remarks, sources, renderPage, clock } = options;
  const served = (path: string, name: EmptySiteFile): AnyRoute =>
    route({
      method: "GET",
      path,
      access: "public",
      handle: async ({ response, request }) => {
        if (await isEmptySite(shelf.site)) return emptyFile(name, emptySiteFile(name, shelf.siteWords));
        return sendFile(response, request.headers["if-none-match"], join(shelf.site, name), false);
      },
    });
  return [
    route({
      method: "GET",
      path: "/data",
      access: "public",
      page: true,
      handle: async ({ request }) => {
        if (!request.path.endsWith("/")) return { redirect: "/data/" };
        const text = await textOf(join(shelf.site, "index.html"));
        if (text === undefined) return { html: renderPage(emptyCataloguePage()) };
        return page(withNote(text, lateNote(await dataSets.overdue(clock()), clock())));
      },
    }),
    route({
      method: "GET",
      path: "/data/index.html",
      access: "public",
      page: true,
      handle: () => ({ redirect: "/data/" }),
    }),
    served("/data/catalog.jsonld", "catalog.jsonld"),
    served("/data/feed.xml", "feed.xml"),
    served("/data/feed.atom", "feed.xml"),
    route({
      method: "GET",
      path: "/data/:set",
      access: "public",
      page: true,
      handle: async ({ params, request }) => {
        const slug = slugIn(params["set"]);
        if (!request.path.endsWith("/")) return { redirect: `/data/${slug}/` };
        const set = await dataSets.bySlug(slug);
        if (set?.status === "retired") {
          const hasFiles = (await textOf(join(shelf.site, slug, set.version, "index.html"))) !== undefined;
          return { status: 410, html: renderPage(tombstonePage(set, hasFiles)) };
        }
        const text = await textOf(join(shelf.site, slug, "index.html"));
        if (text === undefined) throw new AppError("http.not-found");
        if (set === undefined) return page(text);
        const shown = await remarks.shown(set.id);
        const broken = await sources.broken(set.id);
        return page(withEnd(withNote(text, setNote(set, broken, clock())), readersPart(set, shown.length)));
      },
    }),
    route({
      method: "GET",
      path: "/data/:set/:file",
      access: "public",
      page: true,
      handle: async ({ params, request, response }) => {
        const slug = slugIn(params["set"]);
        const file = params["file"] ?? "";
        if (file === "index.html") return { redirect: `/data/${slug}/` };
        if (file === "feed.xml" || file === "feed.atom" || file === "latest.json") {
          const name = file === "feed.atom" ? "feed.xml" : file;
          return sendFile(response, request.headers["if-none-match"], join(shelf.site, slug, name), false);
        }
        if (!/^v[1-9]\d{0,8}$/.test(file)) throw new AppError("http.not-found");
        return { redirect: `/data/${slug}/${file}/index.html` };
      },
    }),
    route({
      method: "GET",
      path: "/data/:set/:version/:file",
      access: "public",
      page: true,
      handle: ({ params, request, response }) => {
        const [slug, version = "", file = ""] = [slugIn(params["set"]), params["version"], params["file"]];
        if (!/^v[1-9]\d{0,8}$/.test(version) || !/^[\w-]+(?:\.[\w-]+)*$/.test(file))
          throw new AppError("http.not-found");
        return sendFile(response, request.headers["if-none-match"], join(shelf.site, slug, version, file), true);
      },
    }),
  ];
}

/** Names of sets are what paths are made of. @throws AppError `http.not-found` */
export function slugIn(text: string | undefined): string {
  if (text === undefined || !/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/.test(text)) throw new AppError("http.not-found");
  return text;
}

const page = (text: string): Reply => ({ html: text, headers: { ...pageHeaders, "Cache-Control": "no-cache" } });

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

const emptyFile = (name: EmptySiteFile, text: string): Reply => ({
  text,
  headers: fileHeaders(types[extname(name)] ?? "", false),
});

const fileHeaders = (type: string, lasts: boolean): Readonly<Record<string, string>> => ({
  ...openHeaders,
  "Content-Type": type,
  "Cache-Control": lasts ? "public, max-age=86400" : "no-cache",
  // Only pages are looked at here; a browser must not make anything of the rest.
  ...(/^text\/html|atom/.test(type) ? {} : { "Content-Disposition": "attachment" }),
});

/** @param lasts what stands under the address of a version never changes */
async function sendFile(
  response: Response,
  known: string | undefined,
  path: string,
  lasts: boolean,
): Promise<Reply | void> {
  const type = types[extname(path)] ?? (path.endsWith("SHA256SUMS") ? types[""] : undefined);
  const stats = await lstat(path).catch((error: unknown) => {
    if (isNotThere(error)) return undefined;
    throw error;
  });
  if (type === undefined || stats?.isFile() !== true) throw new AppError("http.not-found");
  const tag = `"${stats.size.toString(36)}-${Math.trunc(stats.mtimeMs).toString(36)}"`;
  const headers = { ...fileHeaders(type, lasts), ETag: tag };
  if (known === tag) return { status: 304, headers };
  response.writeHead(200, { ...headers, "Content-Length": stats.size });
  try {
    await pipeline(createReadStream(path), response);
  } catch (error) {
    // The reader went away in the middle of it.
    if (!(error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE")) throw error;
  }
}

function isNotThere(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

/** After the page's heading: its text is escaped, so the first end of a heading is ours. */
function withNote(text: string, note: Html | undefined): string {
  if (note === undefined) return text;
  const at = text.indexOf("</h1>") + "</h1>".length;
  return text.slice(0, at) + renderHtml(note) + text.slice(at);
}

function withEnd(text: string, part: Html): string {
  const at = text.lastIndexOf("</main>");
  return text.slice(0, at) + renderHtml(part) + text.slice(at);
}

function setNote(
  { update, dueAt, publishedAt, keeperId }: DataSet,
  broken: readonly SourceState[],
  now: number,
): Html | undefined {
  const late = isLate(update, dueAt, now);
  if (!late && keeperId !== "" && broken.length === 0) return undefined;
  return html`<div class="box">
    ${
      late &&
      html`<p>
        ▲ <strong>It may be out of date.</strong> Promised ${promiseWords[update] ?? update}; last on
        ${dayOf(publishedAt ?? 0)}.
      </p>`
    }
    ${keeperId === "" && html`<p>Looking for a keeper: nobody looks after this data set at the moment.</p>`}
    ${brokenNote(broken)}
  </div>`;
}

function lateNote(sets: readonly OverdueSet[], now: number): Html | undefined {
  const late = sets.filter(({ update, dueAt }) => isLate(update, dueAt, now));
  if (late.length === 0) return undefined;
  return html`<div class="box">
    <p>▲ <strong>Not up to date</strong>, though updates were promised:</p>
    <ul>
      ${late.map(
        ({ slug, title, update, publishedAt }) =>
          html`<li>
            <a href="${slug}/">${title}</a>: promised ${promiseWords[update] ?? update}; last on
            ${dayOf(publishedAt ?? 0)}
          </li>`,
      )}
    </ul>
  </div>`;
}

function readersPart({ slug, group }: DataSet, shown: number): Html {
  return html`<section>
    <h2>Questions, corrections, uses</h2>
    <p>
      <a href="/data/${slug}/questions"
        >${shown === 0 ? "Ask the keeper, correct something, or tell what you made with it" : `Read ${shown === 1 ? "one message" : `${shown} messages`} of readers, or write one`}</a
      >
    </p>
    ${group !== "" && html`<p><a href="${groupAddress(group)}">All open data of ${group}, and whether it is up to date</a></p>`}
  </section>`;
}
