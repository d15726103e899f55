/** The HTML of the two lab pages. The configuration travels as JSON in the page; `<` is escaped so that nothing in it can end the script. */
import { AppError } from "@data-surgery/contract";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { html, renderHtml, trustedHtml } from "../http/index.js";

export interface LabManifest {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** Plugins whose settings the page starts with; absent for a page that asks for all. */
  readonly settings: readonly string[];
}

const LabManifest: z.ZodType<LabManifest> = z.object({
  scripts: z.array(z.string()),
  styles: z.array(z.string()),
  settings: z.array(z.string()).default([]),
});

export type LabEntry = "learner" | "full";

/** @throws AppError `lab.not-built` */
export function readLabManifest(labFolder: string, entry: LabEntry): LabManifest {
  const file = join(labFolder, entry, "manifest.json");
  if (!existsSync(file)) throw new AppError("lab.not-built");
  return LabManifest.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** JSON that cannot end the script element it stands in. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

export interface LabPage {
  readonly entry: LabEntry;
  readonly manifest: LabManifest;
  readonly title: string;
  readonly iconUrl: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** What is seen until the notebook is: the paper's colour and one line, so that nothing flashes. */
const waitingStyle = trustedHtml(`<style>
body { margin: 0; background: #fbfaf7; color: #1b2a33; font: 17px/1.5 system-ui, sans-serif }
#surgery-waiting { position: fixed; inset: 0; display: grid; place-items: center; background: inherit; z-index: 9999 }
@media (prefers-color-scheme: dark) { body { background: #12191e; color: #e9eef0 } }
</style>`);

export function renderLabPage(page: LabPage): string {
  const at = (name: string): string => `/static/${page.entry}/${name}`;
  return `<!doctype html>\n${renderHtml(
    html`<html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title}</title>
        <link rel="icon" href="${page.iconUrl}" type="image/svg+xml" />
        ${waitingStyle} ${page.manifest.styles.map((name) => html`<link rel="stylesheet" href="${at(name)}" /> `)}
        <script id="jupyter-config-data" type="application/json">
          ${trustedHtml(scriptJson(page.config))}
        </script>
        ${page.manifest.scripts.map((name) => html`<script defer src="${at(name)}"></script> `)}
      </head>
      <body>
        <div id="surgery-waiting" role="status"><p>Opening your notebook…</p></div>
        <noscript
          ><p>
            This page runs your notebook in the browser, so it needs JavaScript. Switch it on and load the page again.
          </p></noscript
        >
      </body>
    </html> `,
  )}`;
}
