/** One file to take home: the notebook, its data, its charts, a summary and a word on how to go on. Made from what is stored, nothing is run. */
import { renderNotebook } from "@data-surgery/jupyter";
import { titleOfPath, type Notebooks } from "../notebooks.js";
import type { OutcomeWords } from "../outcome-card.js";
import { chartsOf } from "./charts-of.js";
import { findingWords } from "./finding-words.js";
import { filesOf } from "./folder-files.js";
import { readmeText } from "./readme-text.js";
import { summaryPage, type Summary } from "./summary-page.js";
import { trimmedNotebook } from "./trimmed-notebook.js";
import { zipArchive, type ZipPart } from "./zip-archive.js";

export interface TakeAwayWish {
  /** Of the notebook, from the contents root. */
  readonly path: string;
  /** As they call themselves. */
  readonly name: string;
  readonly card: OutcomeWords | undefined;
  /** Title of the surgery; "" for none. */
  readonly surgery: string;
  readonly at: Date;
  readonly resumeUrl: string;
}

export interface TakeAway {
  /** "tool loans.zip". */
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** @throws AppError `contents.*` for a notebook that is not there or can't be read */
export async function makeTakeAway(notebooks: Notebooks, wish: TakeAwayWish): Promise<TakeAway> {
  const { path, name, card, surgery, at, resumeUrl } = wish;
  const whole = await notebooks.read(path);
  const { notebook, leftOut: largeResults } = trimmedNotebook(whole);
  const { charts, refused } = chartsOf(whole);
  const files = await filesOf(notebooks, path, whole);
  const title = titleOfPath(path);
  const leftOut = [...files.leftOut, ...resultWords(largeResults), ...pictureWords(refused)];
  const summary: Summary = {
    ...findingWords(whole, title),
    name,
    surgery,
    card,
    leftOut,
    resumeUrl,
    day: at.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }),
    charts: charts.map((chart, index) => ({ ...chart, file: `charts/chart-${index + 1}.${ending[chart.type]}` })),
    notebookFile: `${title}.ipynb`,
    dataFiles: files.parts.map((file) => file.name),
  };
  const parts: ZipPart[] = [
    { name: "summary.html", bytes: Buffer.from(summaryPage(summary)) },
    { name: "README.txt", bytes: Buffer.from(readmeText(summary)) },
    { name: summary.notebookFile, bytes: Buffer.from(renderNotebook(notebook)) },
    ...summary.charts.map(({ file, bytes }) => ({ name: file, bytes })),
    ...(charts.length === 0 ? [] : [{ name: "charts/words.txt", bytes: Buffer.from(chartWords(summary)) }]),
  ];
  const taken = new Set(parts.map((one) => one.name.toLowerCase()));
  // A data file that is called like one of ours keeps its content and gets another name.
  const own = files.parts.map((file) =>
    taken.has(file.name.toLowerCase()) ? { ...file, name: `from your folder/${file.name}` } : file,
  );
  return { fileName: `${title}.zip`, bytes: await zipArchive([...parts, ...own], at) };
}

const ending = { svg: "svg", png: "png", jpeg: "jpg" } as const;

const chartWords = ({ charts }: Summary): string =>
  charts
    .map(({ file, words }) => `${file}\r\n${words === "" ? "(nothing was said about it)" : words}\r\n`)
    .join("\r\n");

const resultWords = (count: number): string[] =>
  count === 0
    ? []
    : [
        `${count === 1 ? "One result in the notebook was" : `${count} results in the notebook were`} too large to go along. Run the cell again to see it.`,
      ];

const pictureWords = (count: number): string[] =>
  count === 0
    ? []
    : [
        `${count === 1 ? "One picture was" : `${count} pictures were`} left out of “charts” and of the summary: they hold more than a drawing, are damaged, or are too many. The notebook has them.`,
      ];
