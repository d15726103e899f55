import type { Chart } from "../chart.js";
import { OpenDataError } from "../open-data-error.js";
import { createShowable, type Showable } from "../show.js";
import type { Table } from "../table/table.js";
import { evidenceDocument, evidenceHtml } from "./evidence-html.js";
import { evidenceMarkdown } from "./evidence-markdown.js";
import { isSaid, publishingChecks, type PublishingCheck } from "./publishing-checks.js";

/** One thing that the figures show: a finding of `rate`, `compare` and the like, or a sentence of your own with what it rests on. */
export interface EvidencePoint {
  readonly sentence: string;
  readonly chart?: Chart;
  readonly numbers?: Table;
  readonly warnings?: readonly string[];
}

export interface EvidenceSource {
  /** What the figures are: "Wards of Ambleford, 2025". */
  readonly title: string;
  readonly publisher: string;
  /** What others may do with them: "Open Government Licence v3.0". */
  readonly licence: string;
  /** When they were published, or what day they are of. */
  readonly date: string;
  readonly url?: string;
  /** The file that was read, where the page shall know that this is its source: "wards.csv". */
  readonly file?: string;
}

export interface EvidenceOptions {
  /** What somebody has to decide, as a question. */
  readonly question: string;
  readonly findings: readonly EvidencePoint[];
  /** What the figures can't say. */
  readonly limits?: readonly string[];
  readonly sources?: readonly EvidenceSource[];
  readonly checks?: {
    /** What was done so that nobody is named. */
    readonly personal?: string;
    /** What was done with numbers so small that they could name somebody. */
    readonly small?: string;
    /** Who answers questions about this page. */
    readonly questions?: string;
  };
}

/** What the page is made of, with what was not said left empty. */
export interface EvidenceParts {
  readonly question: string;
  readonly findings: readonly EvidencePoint[];
  readonly limits: readonly string[];
  readonly sources: readonly EvidenceSource[];
  /** What was done to the figures, a line for each table. */
  readonly method: readonly string[];
  readonly checks: readonly PublishingCheck[];
}

/** A page for somebody who decides. In the last line of a cell it shows itself; run again, it is made again from the figures. */
export interface EvidencePage extends Showable {
  readonly question: string;
  /** The findings in words. */
  readonly sentences: readonly string[];
  readonly limits: readonly string[];
  readonly sources: readonly EvidenceSource[];
  readonly method: readonly string[];
  readonly checks: readonly PublishingCheck[];
  /** What is still to be said before this is shown to others; empty when all is said. */
  readonly toSay: readonly string[];
  readonly markdown: string;
  readonly html: string;
  /** Writes it as a page that any browser opens and prints. @example await page.save("our-evidence.html") */
  save(path: string, options?: { readonly replace?: boolean }): Promise<void>;
}

/**
 * Question, findings, limits, sources and the checks before publishing, as one page that somebody can read and work out again. What is
 * not said yet is listed on the page and not hidden.
 * @throws OpenDataError `options-not-understood` without a question or without a finding
 * @example evidencePage({ question: "Is there a need?", findings: [rate(wards, …)], limits: ["Not who is lonely."], sources: [council] })
 */
export function evidencePage(options: EvidenceOptions): EvidencePage {
  const question = options.question.trim();
  if (!isSaid(question)) {
    throw new OpenDataError(
      "options-not-understood",
      "This page has no question yet. Say in question what somebody has to decide, for example: “Should there be a second day?”",
    );
  }
  const findings = options.findings.filter(({ sentence }) => isSaid(sentence));
  if (findings.length === 0) {
    throw new OpenDataError(
      "options-not-understood",
      "This page has no finding yet. Put at least one into findings: a sentence, or what rate or compare gave you.",
    );
  }
  const limits = (options.limits ?? []).filter(isSaid);
  const sources = options.sources ?? [];
  const parts: EvidenceParts = {
    question,
    findings,
    limits,
    sources,
    method: methodOf(findings),
    checks: publishingChecks(sources, options.checks ?? {}),
  };
  const toSay = [
    ...(limits.length === 0 ? ["What can these figures not say?"] : []),
    ...parts.checks.filter(({ answer }) => answer === "").map((check) => check.question),
  ];
  const html = evidenceHtml(parts);
  const markdown = evidenceMarkdown(parts);
  return {
    ...createShowable(() => html, markdown),
    question,
    sentences: findings.map(({ sentence }) => sentence),
    limits,
    sources,
    method: parts.method,
    checks: parts.checks,
    toSay,
    markdown,
    html,
    save: async (path, { replace = false } = {}) => {
      const { saveText } = await import("../write/save-text.js");
      await saveText(path, evidenceDocument(parts), replace);
    },
  };
}

/** A table that several findings rest on is told about once. */
function methodOf(findings: readonly EvidencePoint[]): string[] {
  const lines = findings.flatMap(({ numbers }) => {
    if (numbers === undefined) return [];
    const steps = numbers.about.steps.map(({ words, rowsBefore, rowsAfter }) =>
      rowsBefore === rowsAfter ? words : `${words} (${rowsBefore} rows before, ${rowsAfter} after)`,
    );
    return [`${numbers.about.name}: ${steps.length === 0 ? "used as it was read" : steps.join("; ")}.`];
  });
  return [...new Set(lines)];
}
