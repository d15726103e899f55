import { OpenDataError } from "../open-data-error.js";
import { listed } from "../say.js";
import { readingRank } from "./format-name.js";
import type { FoundData, FoundFile } from "./portal.js";

/**
 * The file of a data set that is meant: the one that was asked for, else the only one in the surest format. Where there are several
 * (a file a month), a person chooses: the first of them would be a guess that looks like an answer.
 */
export function chooseFile({ title, files = [], address }: FoundData, wanted: number | string | undefined): FoundFile {
  if (wanted !== undefined) return asked(title, files, wanted);
  const ranked = files.flatMap((file) => {
    const rank = readingRank(file.format);
    return rank === undefined ? [] : [{ file, rank }];
  });
  const best = Math.min(...ranked.map(({ rank }) => rank));
  const candidates = ranked.filter(({ rank }) => rank === best).map(({ file }) => file);
  const [only] = candidates;
  if (only === undefined) {
    const has =
      files.length === 0 ? "no file to download" : `only ${listed([...new Set(files.map(({ format }) => format))])}`;
    throw new OpenDataError(
      "no-file",
      `“${title}” has ${has}, which can't be read here as a table. Look at its page: ${address}`,
    );
  }
  if (candidates.length > 1) throw several(title, files, candidates);
  return only;
}

function asked(title: string, files: readonly FoundFile[], wanted: number | string): FoundFile {
  const words = String(wanted).toLowerCase();
  const fitting =
    typeof wanted === "number"
      ? files.slice(Math.max(0, wanted - 1), Math.max(0, wanted))
      : files.filter(
          ({ title: called, format, address }) =>
            called.toLowerCase().includes(words) ||
            format.toLowerCase() === words ||
            address.toLowerCase().endsWith(words),
        );
  const exact = fitting.filter((file) => file.title.toLowerCase() === words);
  const [only] = exact.length === 1 ? exact : fitting;
  if (only === undefined) throw several(title, files, files, `No file of “${title}” fits “${wanted}”.`);
  if (fitting.length > 1 && exact.length !== 1) throw several(title, files, fitting);
  return only;
}

function several(
  title: string,
  files: readonly FoundFile[],
  candidates: readonly FoundFile[],
  first = `“${title}” has ${candidates.length} files that could be meant.`,
): OpenDataError {
  const names = candidates.slice(0, 8).map((file) => `${files.indexOf(file) + 1} ${file.title} (${file.format})`);
  const more = candidates.length > 8 ? `, and ${candidates.length - 8} more` : "";
  return new OpenDataError(
    "several-files",
    `${first} Choose one by its number: open(…, { file: 1 }). There are: ${names.join("; ")}${more}. filesOf(…) shows them as a table.`,
  );
}
