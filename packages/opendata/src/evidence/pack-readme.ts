/** What somebody reads who unpacks the zip: what is in it, how to check it, how to work the figures out again. Plain words, no marks needed. */
import { countOf } from "../say.js";
import { sizeWords } from "../publish/page-frame.js";
import type { EvidenceRecord } from "./evidence-record.js";

export function packReadme({ question, data, notebook, noNotebook, web: kept }: EvidenceRecord): string {
  const packed = data.filter(({ packed: path }) => path !== undefined);
  const left = data.filter(({ packed: path }) => path === undefined);
  const web = packed.filter(({ url }) => url !== undefined);
  return [
    `# ${plain(question)}`,
    "## What is in here",
    [
      "- `evidence.html`: the page. Open it in any browser. To get a PDF, print it and choose “Save as PDF”.",
      "- `evidence.json`: the same for programs: findings, method, sources, checksums.",
      ...(notebook === undefined ? [] : [`- \`${notebook.path}\`: the notebook that worked it out.`]),
      ...packed.map(
        ({ packed: path, size = 0, licence }) =>
          `- \`${path ?? ""}\`: data, ${sizeWords(size)}${licence === undefined ? "" : `, ${plain(licence)}`}.`,
      ),
      ...(kept === undefined ? [] : [`- \`${kept.path}\`: what of it came from the web, and when.`]),
      "- `SHA256SUMS`: the checksum of each file.",
    ].join("\n"),
    ...(left.length === 0
      ? []
      : [
          "## What is not in here",
          left
            .map(
              ({ name, url, sha256, notPacked = "" }) =>
                `- ${plain(name)}. ${plain(notPacked)}${url === undefined ? "" : ` It is at ${url}`}${sha256 === undefined ? "" : ` (its checksum was ${sha256}).`}`,
            )
            .join("\n"),
        ]),
    "## Is it whole?",
    "In the unpacked folder: `sha256sum -c SHA256SUMS`. Or, with Data Surgery: `npx surgery evidence <this zip or folder> --check`.",
    "## How to work it out again",
    notebook === undefined
      ? plain(noNotebook ?? "")
      : [
          `Open \`${notebook.path}\` in Data Surgery and run all cells from the top. Or: \`npx surgery evidence <this zip or folder> --run\`, which runs the notebook in a folder of its own and says whether the sentences come out the same.`,
          ...(notebook.from === "ran" ? ["Its cells stand in the order in which they were run."] : []),
          ...(left.length === 0
            ? []
            : ["Put the files that are not in here beside it first, under the names that its code says."]),
          ...(kept === undefined
            ? []
            : [
                `What the notebook reads from the web (${[
                  ...web.map(({ name }) => plain(name)),
                  ...(kept.answers === 0 ? [] : [countOf(kept.answers, "answer of a portal", "answers of portals")]),
                ].join(
                  ", ",
                )}) is in here as it was then: \`${kept.path}\` says which copy stands for which address, and while it lies beside the notebook these are read and the web is not asked. Take it away to ask the web; if that has changed since, so will the figures.`,
              ]),
        ].join(" "),
    "",
  ].join("\n\n");
}

/** Marks of Markdown and tags become text. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`).replace(/\s*\n\s*/g, " ");
}
