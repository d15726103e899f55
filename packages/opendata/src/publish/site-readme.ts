/** What stands in front of a site that lives in a Git repository: a list for people, and how to cite for the pages of Git hosts. */
import { plainMarkdown } from "./plain-markdown.js";
import { dayWords } from "./page-frame.js";
import { licences } from "./licences.js";
import type { ReleaseRecord } from "./release.js";
import type { Site } from "./site.js";

/** A file without this line is somebody's own, and is left alone. */
export const readmeMark =
  "<!-- Made by “surgery publish”. Without this line the file is yours, and stays as it is. -->";
export const citationMark = "# Made by “surgery publish”. Without this line the file is yours, and stays as it is.";

export function renderSiteReadme({ title, description }: Site, releases: readonly ReleaseRecord[]): string {
  return [
    readmeMark,
    `# ${plainMarkdown(title)}`,
    plainMarkdown(description),
    [
      "| Data set | Version | Last | Licence |",
      "|---|---|---|---|",
      ...releases.map(
        ({ record, version, published }) =>
          `| [${plainMarkdown(record.title)}](${record.id}/${version}/README.md) | ${version.slice(1)} | ${dayWords(published)} | ${licences[record.licence].title} |`,
      ),
    ].join("\n"),
    "Open `index.html` for the pages; they need no server. Each version has a folder of its own that never changes: check it there with `sha256sum -c SHA256SUMS`. `catalog.jsonld` is for portals that harvest, `feed.xml` tells of changes.",
    "`.gitattributes` keeps Git from changing line ends, and with them checksums; `.nojekyll` has GitHub Pages show the files as they are.",
    "",
  ].join("\n\n");
}

/** Citation File Format 1.2.0 (citation-file-format.github.io), which GitHub and Zenodo read. */
export function renderCitation({ title, publisher }: Site, releases: readonly ReleaseRecord[]): string {
  const newest = releases
    .map(({ published }) => published)
    .toSorted()
    .at(-1);
  const used = [...new Set(releases.map(({ record }) => record.licence))];
  const lines: (readonly [string, string])[] = [
    ["cff-version", "1.2.0"],
    ["message", yaml("If you use these data, please cite them as below, with the version that you used.")],
    ["type", "dataset"],
    ["title", yaml(title)],
    ["authors", `\n  - name: ${yaml(publisher)}`],
    ...(newest === undefined ? [] : [["date-released", newest.slice(0, 10)] as const]),
    // Of several licences none holds for all of it.
    ...(used.length === 1 ? [["license", used[0] ?? ""] as const] : []),
  ];
  return [
    citationMark,
    ...lines.map(([name, value]) => `${name}:${value.startsWith("\n") ? "" : " "}${value}`),
    "",
  ].join("\n");
}

/** Text in double quotes of JSON is text in YAML. */
const yaml = (text: string): string => JSON.stringify(text.replace(/\s+/g, " ").trim());
