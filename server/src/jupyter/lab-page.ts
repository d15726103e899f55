/** The HTML of the two lab pages. The configuration travels as JSON in the page; `<` is escaped so that nothing in it can end the script. */
import { AppError } from "@data-surgery/contract";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const Manifest = z.object({ scripts: z.array(z.string()), styles: z.array(z.string()) });

export interface LabPage {
  render(title: string, config: Readonly<Record<string, unknown>>): string;
}

/** @param entry "learner" or "full", a folder of lab/dist */
export function labPage(labFolder: string, entry: string): LabPage {
  return { render: (title, config) => renderPage(readManifest(labFolder, entry), entry, title, config) };
}

function readManifest(labFolder: string, entry: string): z.infer<typeof Manifest> {
  const file = join(labFolder, entry, "manifest.json");
  if (!existsSync(file)) throw new AppError("lab.not-built");
  return Manifest.parse(JSON.parse(readFileSync(file, "utf8")));
}

export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function renderPage(manifest: z.infer<typeof Manifest>, entry: string, title: string, config: Readonly<Record<string, unknown>>): string {
  const scripts = manifest.scripts.map((name) => `<script defer src="/static/${entry}/${name}"></script>`);
  const styles = manifest.styles.map((name) => `<link rel="stylesheet" href="/static/${entry}/${name}">`);
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/tokens.css">
<link rel="stylesheet" href="/assets/lab-loading.css">
${styles.join("\n")}
<script id="jupyter-config-data" type="application/json">${scriptJson(config)}</script>
${scripts.join("\n")}
</head>
<body data-page="${entry}">
<div id="surgery-loading" role="status"><p>Opening your notebook…</p></div>
<noscript><p>This page runs your notebook in the browser, so it needs JavaScript. Switch it on and load the page again.</p></noscript>
</body>
</html>
`;
}
