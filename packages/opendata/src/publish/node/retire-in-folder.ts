/** A data set that is not kept any more: its address stays and says so, and it leaves the catalogue and the feeds. */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { escapeHtml } from "../../escape-html.js";
import { dayWords, renderPage } from "../page-frame.js";
import { nothingThere, replaceDurably, syncFolder } from "./durable-files.js";
import { takePublishingLock } from "./publishing-lock.js";
import { renewCatalogue } from "./renew-pages.js";
import { sweepUp } from "./sweep-up.js";

export interface Retirement {
  readonly title: string;
  /** What readers should know, and use instead. */
  readonly why: string;
  readonly at: Date;
  /** The last version, where its files stay. */
  readonly version: string;
  readonly keepFiles: boolean;
}

/** Stopped in the middle, it goes on when it is asked again. @throws OpenDataError `publishing-busy` */
export async function retireInFolder(folder: string, id: string, retirement: Retirement): Promise<void> {
  const work = join(folder, ".publishing");
  await mkdir(work, { recursive: true });
  await using _lock = await takePublishingLock(work);
  // What somebody left half done is settled while its switch still says which versions are real.
  await sweepUp(folder, work, () => undefined);
  // Without its switch it is in no catalogue; the name is kept for whoever wants to know which version was the last.
  await rename(join(folder, id, "latest.json"), join(folder, id, "retired.json")).catch(nothingThere);
  await replaceDurably(join(folder, id, "index.html"), tombstone(retirement), work);
  await syncFolder(join(folder, id));
  await renewCatalogue(folder, work, () => undefined);
  if (retirement.keepFiles) return;
  for (const name of await readdir(join(folder, id))) {
    if (name === "index.html" || name === "retired.json") continue;
    // Moved first: half a deleted version must not stand under its address.
    const aside = join(work, randomUUID());
    await rename(join(folder, id, name), aside);
    await rm(aside, { recursive: true, force: true });
  }
}

function tombstone({ title, why, at, version, keepFiles }: Retirement): string {
  const files = keepFiles
    ? `<p><a href="${version}/index.html">The last version, as it was</a></p>`
    : "<p>Its files are not here any more.</p>";
  return renderPage({
    title: `Retired: ${title}`,
    description: why,
    body:
      `<header><p><a href="../index.html">All data sets</a></p></header><main id="main"><h1>${escapeHtml(title)}</h1>` +
      `<p class="box">■ Retired on ${dayWords(at.toISOString())}. It is not kept up to date any more.</p><p class="lead">${escapeHtml(why)}</p>${files}</main>`,
  });
}
