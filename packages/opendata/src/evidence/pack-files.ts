import { createHash } from "node:crypto";
import { OpenDataError } from "../open-data-error.js";
import { keptWebName } from "../web/kept-web.js";
import { createZipWriter } from "../write/zip-writer.js";
import type { DataFound } from "./data-used.js";
import type { EvidencePoint } from "./evidence-page.js";
import { recordFormat, recordName, type EvidenceRecord, type RecordedFinding } from "./evidence-record.js";
import type { PackParts } from "./pack-html.js";
import { layOut } from "./pack-layout.js";
import { packNotebook } from "./pack-notebook.js";
import { packWeb } from "./pack-web.js";
import { packReadme } from "./pack-readme.js";

export interface PackFilesOptions extends PackParts {
  readonly found: readonly DataFound[];
  /** The page as a document of its own. */
  readonly document: string;
  readonly notebook: string | undefined;
}

/** Every file of the zip by its name, in the order in which they stand in it. */
export async function packFiles(options: PackFilesOptions): Promise<ReadonlyMap<string, Uint8Array>> {
  const { page, found, document } = options;
  const notebook = await packNotebook(options.notebook);
  const { notebookFolder, files } = layOut(found, typeof notebook === "string" ? process.cwd() : notebook.folder);
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const written = typeof notebook === "string" ? undefined : { ...notebook, bytes: bytes(notebook.text) };
  const web = typeof notebook === "string" ? undefined : packWeb(notebook, notebookFolder, files);
  const webPath = notebookFolder + keptWebName;
  const record: EvidenceRecord = {
    format: recordFormat,
    question: page.question,
    findings: options.findings.map(recorded),
    limits: page.limits,
    method: page.method,
    sources: page.sources,
    checks: page.checks,
    data: found.map((one) => {
      const path = files.find((file) => file.found === one)?.path;
      return path === undefined ? one.used : { ...one.used, packed: path };
    }),
    ...(typeof notebook === "string" ? { noNotebook: notebook } : {}),
    ...(written === undefined
      ? {}
      : {
          notebook: { path: notebookFolder + written.name, sha256: sha256(written.bytes), from: written.from },
        }),
    ...(web === undefined ? {} : { web: { path: webPath, answers: web.answers } }),
  };
  const all: (readonly [string, Uint8Array])[] = [
    ["README.md", bytes(packReadme(record))],
    ["evidence.html", bytes(document)],
    [recordName, bytes(`${JSON.stringify(record, null, 2)}\n`)],
    ...(written === undefined || record.notebook === undefined ? [] : [[record.notebook.path, written.bytes] as const]),
    ...(web === undefined ? [] : [[webPath, bytes(web.text)] as const]),
    ...files.map(({ path, bytes: content }) => [path, content] as const),
  ];
  const sums = all.map(([path, content]) => `${sha256(content)}  ${path}\n`).join("");
  return new Map([...all, ["SHA256SUMS", bytes(sums)]]);
}

export function zipOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const zip = createZipWriter();
  const pieces = [...files].map(([name, bytes]) => {
    const piece = zip.add(name, bytes);
    if (piece !== undefined) return piece;
    throw new OpenDataError(
      "too-large",
      "All files together are larger than a zip can be (4 GB). Use a part of the data.",
    );
  });
  return Buffer.concat([...pieces, zip.end()]);
}

/** Only what the page shows: a table of numbers may have columns that nobody else shall see. */
export function recorded({ sentence, chart, warnings = [] }: EvidencePoint): RecordedFinding {
  if (chart === undefined) return { sentence, warnings };
  const { title, says, data } = chart;
  return { sentence, warnings, chart: { title, says, axis: data.axis, series: data.series } };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
