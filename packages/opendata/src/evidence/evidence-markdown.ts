import type { EvidenceParts } from "./evidence-page.js";
import { sourceWords, unsaid } from "./evidence-words.js";

/** The same words without the pictures: for who can't see them, for a message, for a text cell. */
export function evidenceMarkdown({ question, findings, limits, method, sources, checks }: EvidenceParts): string {
  const list = (lines: readonly string[]): string =>
    lines.length === 0 ? unsaid : lines.map((line) => `- ${line}`).join("\n");
  return [
    `# ${question}`,
    ...findings.flatMap(({ sentence, chart, warnings = [] }) => [
      `**${sentence}**`,
      ...(chart === undefined ? [] : [`Chart: ${chart.title}. ${chart.says}`]),
      ...(warnings.length === 0 ? [] : [list(warnings.map((warning) => `Mind: ${warning}`))]),
    ]),
    "## What it can't say",
    list(limits),
    ...(method.length === 0 ? [] : ["## How it was worked out", list(method)]),
    "## Sources",
    list(sources.map(sourceWords)),
    "## Before we publish",
    list(checks.map(({ question: asked, answer }) => `${asked} ${answer === "" ? unsaid : answer}`)),
  ].join("\n\n");
}
