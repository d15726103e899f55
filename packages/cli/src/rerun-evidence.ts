/** Runs the notebook of an evidence zip anew, on the files in the zip, and compares what it finds with what the page says. */
import { keptWebName, parseKeptWeb } from "@data-surgery/opendata/publish";
import type { EvidenceCheck, EvidenceFiles, NotedEvidence } from "@data-surgery/opendata/publish";
import { parseConfig, runNotebook } from "@data-surgery/server";

export type Rerun =
  | {
      readonly type: "same";
      readonly findings: number;
      /** How many files and answers of portals stood ready in the zip, so that the web was not asked for them. */
      readonly copies: Copies;
    }
  | { readonly type: "different"; readonly differences: readonly { readonly before: string; readonly now: string }[] }
  | { readonly type: "not-run"; readonly why: string };

export interface Copies {
  readonly files: number;
  readonly answers: number;
}

const none = "(nothing)";
const asked = `(globalThis[Symbol.for("data-surgery.evidence")] ?? []).map((one) => JSON.stringify(one))`;

export async function rerunEvidence(files: EvidenceFiles, record: EvidenceCheck["record"]): Promise<Rerun> {
  const { notebook } = record;
  const text = notebook === undefined ? undefined : files.get(notebook.path);
  if (notebook === undefined || text === undefined)
    return { type: "not-run", why: "there is no notebook in it. Its README.md says why." };
  // "data/" is the root, so that a notebook below it finds the files beside its folder.
  const [folder = ""] = /(?<=^data\/).*\/|$/.exec(notebook.path) ?? [];
  const data = [...files].flatMap(([name, bytes]) =>
    name.startsWith("data/") ? [[name.slice("data/".length), bytes] as const] : [],
  );
  const run = await runNotebook(parseConfig({ env: process.env }).paths, {
    files: new Map(data),
    folder,
    cells: [{ id: "web", source: keptFromWeb(record) }, ...codeCells(new TextDecoder().decode(text))],
    expression: asked,
  });
  if (run.type === "failed") return { type: "not-run", why: `cell ${run.cell} stopped. ${run.said}` };
  const made = (Array.isArray(run.value) ? run.value : []).flatMap((one) =>
    typeof one === "string" ? [noted(one)] : [],
  );
  const now = made.findLast(({ question }) => question === record.question);
  if (now === undefined)
    return { type: "not-run", why: "its cells ran, but none of them made evidence for this question." };
  const before = record.findings.map(({ sentence, chart }) => ({
    sentence,
    drawn: chart === undefined ? "" : JSON.stringify(chart.series),
  }));
  const many = Math.max(before.length, now.findings.length);
  const differences = Array.from({ length: many }, (_, at) => ({ was: before[at], is: now.findings[at] })).flatMap(
    ({ was, is }) => {
      if (was?.sentence !== is?.sentence) return [{ before: was?.sentence ?? none, now: is?.sentence ?? none }];
      if (was?.drawn === is?.drawn) return [];
      return [
        { before: `the chart of: ${was?.sentence ?? none}`, now: "the same words, with other figures in the chart" },
      ];
    },
  );
  return differences.length === 0
    ? { type: "same", findings: many, copies: copiesIn(files, notebook.path) }
    : { type: "different", differences };
}

function copiesIn(files: EvidenceFiles, notebook: string): Copies {
  const list = files.get(notebook.replace(/[^/]*$/, keptWebName));
  const kept = list === undefined ? undefined : parseKeptWeb(new TextDecoder().decode(list));
  return { files: kept?.files.length ?? 0, answers: (kept?.searches.length ?? 0) + (kept?.sets.length ?? 0) };
}

/** For code that asks the web by itself, and zips that were made before there was a list beside the notebook. What was read from the web is answered by the copy in the zip: there is no internet where it runs, and the web has moved on. */
function keptFromWeb({ data }: EvidenceCheck["record"]): string {
  const kept = data.flatMap(({ url, packed }) =>
    typeof url === "string" && typeof packed === "string" ? [[url, packed.slice("data/".length)]] : [],
  );
  if (kept.length === 0) return "";
  return `{
    const kept = new Map(${JSON.stringify(kept)}.map(([url, path]) => [url, process.env.EVIDENCE_ROOT + "/" + path]));
    const asked = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      const path = kept.get(String(input?.url ?? input));
      return path === undefined ? asked(input, init) : new Response(process.getBuiltinModule("node:fs").readFileSync(path));
    };
  }`;
}

/** Made by our own toolkit, in a process where foreign code ran too. */
function noted(text: string): NotedEvidence {
  const given = JSON.parse(text) as Readonly<Record<keyof NotedEvidence, unknown>> | null;
  const findings = Array.isArray(given?.findings) ? (given.findings as readonly unknown[]) : [];
  const words = (value: unknown): string => (typeof value === "string" ? value : "");
  return {
    question: words(given?.question),
    findings: findings.map((one) => {
      const { sentence, drawn } = (one ?? {}) as Readonly<Record<string, unknown>>;
      return { sentence: words(sentence), drawn: words(drawn) };
    }),
  };
}

function codeCells(text: string): { readonly id: string; readonly source: string }[] {
  const { cells } = JSON.parse(text) as { readonly cells?: unknown };
  return (Array.isArray(cells) ? (cells as readonly unknown[]) : []).flatMap((one, at) => {
    const { cell_type: type, id, source } = (one ?? {}) as Readonly<Record<string, unknown>>;
    if (type !== "code" || typeof source !== "string" || source.trim() === "") return [];
    return [{ id: typeof id === "string" ? id : String(at + 1), source }];
  });
}
