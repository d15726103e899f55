import type { Summary } from "./summary-page.js";

/** For whoever opens the folder months later, in any program. */
export function readmeText({ title, day, notebookFile, dataFiles, charts, leftOut, resumeUrl }: Summary): string {
  const lines = [
    title,
    `Taken home from Data Surgery on ${day}.`,
    "",
    "summary.html   Start here: what was found, what came of it, what comes next. Opens in any browser, without the internet. Print it if you like.",
    `${notebookFile}   The work itself, step by step. It opens in Jupyter (jupyter.org). To run it again, go on with your resume code (below), or install the Data Surgery kernel.`,
    ...dataFiles.map(
      (name) =>
        `${name}   ${/\(mended\)/.test(name) ? "The data, mended" : "Data"}. Keep it in the same folder as the notebook.`,
    ),
    ...(charts.length === 0 ? [] : ["charts   Each chart as a picture, and charts/words.txt with what each shows."]),
    "",
    "To go on where you stopped, on any computer or phone:",
    `open ${resumeUrl} and type your resume code. The code is not in here, so that nobody who finds these files gets at your work.`,
    ...(leftOut.length === 0 ? [] : ["", "What is not in here:", ...leftOut.map((words) => `- ${words}`)]),
    "",
  ];
  return lines.join("\r\n");
}
