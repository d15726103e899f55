import { licences } from "./licences.js";
import type { ReleaseRecord } from "./release.js";
import { citation } from "./set-page.js";
import { plainMarkdown as plain } from "./plain-markdown.js";

/** What somebody reads who meets the folder in a Git repository or on a stick. */
export function renderReadme(release: ReleaseRecord): string {
  const { record, tables } = release;
  return [
    `# ${plain(record.title)}`,
    plain(record.description),
    `Kept by ${plain(record.keeper.name)}. ${licences[record.licence].title}: ${licences[record.licence].url}`,
    ...tables.map(
      ({ title, csv, rows, columns }) =>
        `## ${plain(title)}\n\n\`${csv.path}\`, ${rows.toLocaleString("en-GB")} rows\n\n` +
        columns
          .map(({ facts, words }) => `- **${plain(facts.name)}** (${facts.type}): ${plain(words.meaning)}`)
          .join("\n"),
    ),
    `Open \`index.html\` for the page, \`datapackage.json\` for programs. Check the files with \`sha256sum -c SHA256SUMS\`.`,
    `To cite: ${plain(citation(release))}`,
    "",
  ].join("\n\n");
}
