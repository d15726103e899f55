import { OpenDataError } from "../open-data-error.js";
import { createShowable, type Showable } from "../show.js";
import { showSaved } from "./show-saved.js";
import { originsOf } from "../table/provenance.js";
import type { Table } from "../table/table.js";
import { evidencePage, type EvidenceOptions, type EvidencePage } from "./evidence-page.js";
import type { DataFound, DataUsed } from "./data-used.js";
import { noteEvidence } from "./noted-evidence.js";

export interface EvidencePackOptions extends EvidenceOptions {
  /** The notebook that made it: "our-work.ipynb". Without it, the cells that ran are taken, where the kernel knows them. */
  readonly notebook?: string;
  /** Tables that the findings rest on and that they don't carry themselves. */
  readonly tables?: readonly Table[];
  /** Why a file may be passed on whose licence does not say so: `{ "visits.csv": "We counted it ourselves, and nobody is in it." }` */
  readonly passOn?: Readonly<Record<string, string>>;
  /** Whether the code of the notebooks that wrote the files behind the findings goes into `evidence.json`; what they did is told in words in any case. */
  readonly showCode?: boolean;
}

/** A page of evidence that knows its data. Under a cell it shows itself. */
export interface EvidencePack extends Showable, Omit<EvidencePage, "save" | keyof Showable> {
  /** Every file and table behind the findings: version, checksum, licence, and why it is not in the zip where it is not. */
  readonly data: readonly DataUsed[];
  /** Writes the page (a name that ends with .html) or the zip with page, data and notebook (.zip). @example await pack.save("our-evidence.zip") */
  save(path: string, options?: { readonly replace?: boolean }): Promise<void>;
  /** The zip's files, by name. */
  files(): Promise<ReadonlyMap<string, Uint8Array>>;
}

/**
 * What a group shows to whoever decides: question, findings with charts, method, data with versions and checksums, sources and licences, and
 * what the data can't say. As a page that prints well, and as one zip from which anybody can work it out again.
 * @throws OpenDataError `options-not-understood` without a question or without a finding
 * @example let pack = await evidencePack({ question: "Is there a need?", findings: [need], limits: ["Not who is lonely."] }); await pack.save("our-evidence.zip");
 */
export async function evidencePack(options: EvidencePackOptions): Promise<EvidencePack> {
  const [{ findData }, { packFiles, recorded }, { packDocument, packHtml, packMarkdown }] = await Promise.all([
    import("./data-used.js"),
    import("./pack-files.js"),
    import("./pack-html.js"),
  ]);
  const tables = [
    ...options.findings.flatMap(({ numbers }) => (numbers === undefined ? [] : [numbers])),
    ...(options.tables ?? []),
  ];
  const words = { sources: options.sources ?? [], passOn: options.passOn ?? {}, showCode: options.showCode === true };
  const found = await findData(
    tables.flatMap(({ about }) => originsOf(about)),
    words,
  );
  const page = evidencePage({ ...options, sources: options.sources ?? sourcesOf(found) });
  const data = found.map(({ used }) => used);
  noteEvidence({
    question: page.question,
    findings: options.findings.map(recorded).map(({ sentence, chart }) => ({
      sentence,
      drawn: chart === undefined ? "" : JSON.stringify(chart.series),
    })),
  });
  const parts = { page, findings: options.findings, data };
  const html = packHtml(parts);
  const markdown = packMarkdown(parts);
  const files = (): Promise<ReadonlyMap<string, Uint8Array>> =>
    packFiles({ ...parts, found, document: packDocument(parts), notebook: options.notebook });
  const { question, sentences, limits, sources, method, checks, toSay } = page;
  return {
    ...createShowable(() => html, markdown),
    question,
    sentences,
    limits,
    sources,
    method,
    checks,
    toSay,
    markdown,
    html,
    data,
    files,
    save: async (path, { replace = false } = {}) => {
      const { saveBytes, saveText } = await import("../write/save-text.js");
      if (/\.html?$/i.test(path)) {
        await saveText(path, packDocument(parts), replace);
        showSaved(path);
        return;
      }
      if (!/\.zip$/i.test(path))
        throw new OpenDataError(
          "options-not-understood",
          `${path} says neither .html (the page) nor .zip (the page with its data and the notebook). Choose one of these endings.`,
        );
      const { zipOf } = await import("./pack-files.js");
      await saveBytes(path, zipOf(await files()), replace);
      showSaved(path);
    },
  };
}

/** What the tables themselves know of their sources; what they don't know stands on the page as not said. */
function sourcesOf(found: readonly DataFound[]): EvidencePage["sources"] {
  return found.map(({ used: { name, publisher = "", licence = "", date = "", url } }) => ({
    title: name,
    publisher,
    licence,
    date,
    ...(url === undefined ? {} : { url }),
  }));
}
