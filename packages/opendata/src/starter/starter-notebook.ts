/**
 * The notebook with which a surgery begins: what the file is, reading and mending as code, a first look, first charts, questions, and
 * room for the finding. Pure: from what was read to cells. Next month it is run again on the new file.
 */
import { codeOf } from "../mend/code-of.js";
import type { Fix } from "../mend/fix.js";
import type { Fault } from "../profile/fault.js";
import type { Profile } from "../profile/profile.js";
import { countOf } from "../say.js";
import type { SourceTable } from "../read/source-table.js";
import { columnRoles, type ColumnRoles } from "./column-roles.js";
import { capital, firstCharts } from "./first-charts.js";
import { evidenceCells } from "./evidence-cells.js";
import { plural } from "./plural.js";
import { questionsToAsk } from "./questions.js";
import { readCode, type ReadWay } from "./read-code.js";
import { variableName } from "./variable-name.js";

/** What only the group can say. */
export interface StarterWords extends ReadWay {
  /** What one row is, in the group's word: "grant". "row" if they don't say. */
  readonly oneRow?: string;
  /** What they want to know. */
  readonly question?: string;
}

export interface StarterCell {
  readonly cell_type: "markdown" | "code";
  readonly id: string;
  readonly metadata: Readonly<Record<string, never>>;
  readonly source: string;
  readonly outputs?: readonly never[];
  readonly execution_count?: null;
}

/** A notebook of format 4.5. */
export interface StarterNotebook {
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly StarterCell[];
}

/**
 * @param source the table after the steps
 * @param found its profile
 * @param steps what was mended, in order
 */
export function starterNotebook(
  source: SourceTable,
  found: Profile,
  steps: readonly Fix[],
  words: StarterWords,
): StarterNotebook {
  const oneRow = words.oneRow?.trim() || "row";
  const rows = plural(oneRow);
  const variable = variableName(oneRow === "row" ? source.source.name : rows);
  const personal = new Set(found.faults.filter(({ code }) => code === "personal-data").flatMap((one) => one.columns));
  const roles = columnRoles(found, personal);
  const charts = firstCharts({ variable, rows, profile: found, roles });
  const question = words.question?.trim();
  const cells: StarterCell[] = [
    text("about", aboutText(source, found, rows, question)),
    text(
      "read-words",
      `## Read it${steps.length === 0 ? "" : " and mend it"}\n\nRun each cell from the top: the button beside it, or Shift and Enter.`,
    ),
    code("read", readCode(words, steps, variable)),
    text("source-words", sourceWords),
    code("source", sourceCode(variable, source)),
    text("check-words", checkText(found.faults)),
    code("check", checkCode(variable, rows)),
    text("look-words", "## Look at it\n\nThe first rows, as they were read."),
    code("look", variable),
    text("charts-words", chartsText(rows)),
    code("charts-tools", 'import { chart, count, median, show, sourceLine, sum } from "@data-surgery/opendata";'),
    ...charts.flatMap((one) => [text(`${one.id}-words`, `### ${one.question}`), code(one.id, one.code)]),
    text("questions", `## Questions to ask\n\n${list(questionsToAsk(rows, found, roles))}${placeHint(roles)}`),
    text("finding", findingText(rows, question)),
    ...evidenceCells({ variable, rows, name: source.source.name, question }).map(({ id, kind, lines }) =>
      kind === "text" ? text(id, lines) : code(id, lines),
    ),
    text("again", againText(source.source.name, words.path)),
  ];
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: { display_name: "TypeScript", language: "typescript", name: "surgery" },
      language_info: { file_extension: ".ts", mimetype: "text/typescript", name: "typescript" },
    },
    cells,
  };
}

const text = (id: string, source: string): StarterCell => ({ cell_type: "markdown", id, metadata: {}, source });
const code = (id: string, source: string): StarterCell => ({
  cell_type: "code",
  id,
  metadata: {},
  source,
  outputs: [],
  execution_count: null,
});
const list = (items: readonly string[]): string => items.map((item) => `- ${plain(item)}`).join("\n");

/** What comes from a file must not become markup. */
const plain = (words: string): string => words.replace(/\s+/g, " ").replace(/[\\`*_[\]<>#|$~]/g, "\\$&");

function aboutText(source: SourceTable, found: Profile, rows: string, question: string | undefined): string {
  const left = source.leftOut.filter(({ reason }) => reason !== "blank").length;
  const asked = question === undefined || question === "" ? "*Write here what you want to know.*" : plain(question);
  return [
    `# ${plain(capital(rows === "rows" ? source.source.name : rows))}`,
    `**Our question:** ${asked}`,
    `This is about the file **${plain(source.source.name)}**: ${countOf(found.rows, "row")} and ${countOf(found.columns.length, "column")}.` +
      (rows === "rows" ? "" : ` Each row is one of the ${plain(rows)}.`) +
      (left === 0
        ? ""
        : ` ${countOf(left, "more row is", "more rows are")} no data (titles, notes, totals) and ${left === 1 ? "was" : "were"} left out.`),
    `The file itself is never changed. What is mended is mended by the code below, so that everybody can see it.`,
  ].join("\n\n");
}

const sourceWords =
  "## Say where it comes from\n\nFill in who published it, the licence and the date. They stand below every chart: a figure without its source can't be checked. The licence is often at the bottom of the page where the file was.";

function sourceCode(variable: string, source: SourceTable): string {
  const about = {
    name: source.source.name,
    publisher: "(who published it?)",
    licence: "(which licence?)",
    published: "(which date?)",
  };
  const lines = Object.entries(about).map(([name, value]) => `  ${name}: ${codeOf(value)},`);
  return `${variable} = ${variable}.from({\n${lines.join("\n")}\n});`;
}

const beforeSharing: ReadonlySet<string> = new Set(["personal-data", "small-numbers"]);

function checkText(faults: readonly Fault[]): string {
  const open = faults.filter(({ fix }) => !fix.done);
  const share = open.filter(({ code: kind }) => beforeSharing.has(kind));
  const others = open.filter(({ code: kind }) => !beforeSharing.has(kind));
  return [
    "## What to know about it",
    ...(share.length === 0
      ? []
      : [`**Before you share this:**`, list(share.map(({ what, fix }) => `${what} ${fix.words}`))]),
    open.length === 0
      ? "Nothing was found that is wrong with it. The cell below looks again, at whichever file was read."
      : [
          others.length === 0 ? "" : list(others.slice(0, 8).map(({ what }) => what)),
          others.length > 8 ? `\nand ${others.length - 8} more.` : "",
          "\nThe cell below looks again, at whichever file was read.",
        ].join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function checkCode(variable: string, rows: string): string {
  return [
    'import { profile } from "@data-surgery/opendata";',
    "",
    `console.log(${codeOf(`${capital(rows)}:`)}, ${variable}.length);`,
    `for (let { what, why } of profile(${variable}).faults) console.log(\`▲ \${what}\\n  \${why}\`);`,
  ].join("\n");
}

const chartsText = (rows: string): string =>
  `## First charts\n\nThe title of each chart is a question. Look at the chart, find the answer and write it there instead: *"Ash ward had twice as many ${plain(rows)} as any other."*`;

const placeHint = (roles: ColumnRoles): string =>
  roles.place === null
    ? ""
    : `\n\n“${plain(roles.place.name)}” tells where things are. A map, or a rate for each 1,000 people, may be the next step: ask your surgeon for a table of how many people live in each place.`;

function findingText(rows: string, question: string | undefined): string {
  return [
    "## What we found",
    question === undefined || question === "" ? "" : `The question was: ${plain(question)}`,
    "**The finding, as one sentence with its number:** …",
    `**What it rests on:** which ${plain(rows)}, from when to when, how many.`,
    "**What it can't tell:** what is missing, what may have been counted differently, what else could be the reason.",
    "**What we will do with it:** …",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const againText = (name: string, path: string): string =>
  `## Next month\n\nPut the new file beside this notebook. In the cell under “Read it” write its name in place of \`${path.replaceAll("`", "")}\`, then run all cells from the top. What you see then is about the new file; look at “What to know about it” first, in case ${plain(name)} has changed its columns.`;
