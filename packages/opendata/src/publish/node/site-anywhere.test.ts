import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { expect, test } from "vitest";
import { planRelease } from "../plan-release.js";
import { recordFor, toPublish } from "../test-set.js";
import { publishToFolder } from "./publish-to-folder.js";

/** As GitHub Pages serves the pages of a project: files as they lie, below the project's name, `index.html` for folders. */
async function serveBelow(
  folder: string,
  prefix: string,
): Promise<{ url: string; close: () => void; missing: string[] }> {
  const missing: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? "/", "http://x");
      const path = pathname.startsWith(prefix) ? join(folder, decodeURIComponent(pathname.slice(prefix.length))) : "";
      const found = path === "" ? undefined : await stat(path).catch(() => undefined);
      const file = found?.isDirectory() === true ? join(path, "index.html") : path;
      const bytes = found === undefined ? undefined : await readFile(file).catch(() => undefined);
      if (bytes === undefined) missing.push(pathname);
      response.writeHead(bytes === undefined ? 404 : 200, {
        "Content-Type": extname(file) === ".html" ? "text/html" : "application/octet-stream",
      });
      response.end(bytes);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`;
  return { url, missing, close: () => void server.close() };
}

test("PB39 below a path of a plain static server every link of every page leads to a file of the site", async () => {
  const folder = await mkdtemp(join(tmpdir(), "anywhere-"));
  const site = join(folder, "site");
  for (const [rows, month] of [
    [30, 10],
    [31, 11],
  ] as const) {
    const text = `place,parcels\n${Array.from({ length: rows }, (_, at) => `Place ${at},${10 + at}`).join("\n")}\n`;
    const tables = [await toPublish(text, "visits")];
    await publishToFolder(site, "invented-set", (before) =>
      planRelease(tables, recordFor(tables.map(({ table }) => table)), before, {
        now: new Date(Date.UTC(2026, month, 1)),
      }),
    );
  }
  const { url, missing, close } = await serveBelow(site, "/open-data/");
  try {
    const seen = new Set([url]);
    for (const page of seen) {
      const answer = await fetch(page);
      if (answer.headers.get("content-type") !== "text/html") continue;
      const text = await answer.text();
      for (const [, link = ""] of text.matchAll(/(?:href|src)="([^"#]+)(?:#[^"]*)?"/g)) {
        const to = new URL(link.replaceAll("&amp;", "&"), page);
        if (to.origin === new URL(url).origin) seen.add(to.href);
      }
    }
    expect(missing).toEqual([]);
    expect([...seen].filter((page) => !page.startsWith(url))).toEqual([]);
    expect([...seen].map((page) => page.slice(url.length))).toEqual(
      expect.arrayContaining([
        "invented-set/index.html",
        "invented-set/v1/index.html",
        "invented-set/v2/visits.csv",
        "feed.xml",
      ]) as string[],
    );
  } finally {
    close();
    await rm(folder, { recursive: true });
  }
});
