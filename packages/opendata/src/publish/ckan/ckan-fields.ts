/** What a released data set is in the words of CKAN: fields, tags, extras and one resource for each file. Pure. */
import { countOf, shorten } from "../../say.js";
import type { LicenceId } from "../licences.js";
import { sizeWords } from "../page-frame.js";
import type { FileMark, ReleaseRecord } from "../release.js";
import { plainMarkdown as markdown } from "../plain-markdown.js";
import { citation } from "../set-page.js";

/** The fields that stand once in a data set. */
export type CkanField = "title" | "notes" | "license_id" | "maintainer" | "maintainer_email" | "url";

export interface CkanResource {
  /** Name of the file in the version's folder: by it the resource is known again. */
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
  readonly mimetype: string;
  readonly name: string;
  readonly description: string;
  readonly format: string;
  /** Where the file is published, if it is not to be sent. */
  readonly link?: string;
}

export interface CkanFields {
  readonly fields: Readonly<Partial<Record<CkanField, string>>>;
  readonly tags: readonly string[];
  readonly extras: Readonly<Record<string, string>>;
  readonly resources: readonly CkanResource[];
}

/** Says which data set it is, whatever it is called there: the name of its folder and when its first version came out. */
export const markKey = "data_surgery_set";
/** On each resource of ours. */
export const fileKey = "data_surgery_file";
export const checksumKey = "data_surgery_sha256";

export const markOf = ({ record, issued }: ReleaseRecord): string => `${record.id} ${issued}`;

/** As CKAN's own list of licences has them (ckan/config of 2.9 to 2.12), then as portals with a list of their own do. */
const licenceIds: Readonly<Record<LicenceId, readonly [string, ...string[]]>> = {
  "OGL-UK-3.0": ["uk-ogl", "OGL-UK-3.0", "ogl-uk-3.0", "ogl"],
  "CC-BY-4.0": ["cc-by", "CC-BY-4.0", "cc-by-4.0"],
  "CC0-1.0": ["cc-zero", "CC0-1.0", "cc0", "cc-0"],
  "ODbL-1.0": ["odc-odbl", "ODbL-1.0", "odbl"],
};

export interface CkanFieldOptions {
  /** Ids of the licences that the portal knows; empty: not asked. */
  readonly licences: readonly string[];
  /** Address of the published site, to link to files instead of sending them. */
  readonly linkBase?: string;
  readonly dataPackage?: FileMark;
}

export function ckanFields(release: ReleaseRecord, options: CkanFieldOptions): CkanFields {
  const { record, version, tables } = release;
  const base = options.linkBase === undefined ? undefined : options.linkBase.replace(/\/*$/, "/");
  const [usual, ...others] = licenceIds[record.licence];
  const found = [usual, ...others].find((id) => options.licences.includes(id)) ?? usual;
  const page = base === undefined ? record.keeper.url : `${base}${record.id}/index.html`;
  const link = (path: string): { link?: string } =>
    base === undefined ? {} : { link: `${base}${record.id}/${version}/${path}` };
  return {
    fields: {
      title: record.title,
      notes: notesOf(release),
      license_id: found,
      maintainer: record.keeper.name,
      ...(record.keeper.email === undefined ? {} : { maintainer_email: record.keeper.email }),
      ...(page === undefined ? {} : { url: page }),
    },
    tags: tagsOf(record.keywords),
    extras: {
      [markKey]: markOf(release),
      released: release.published.slice(0, 10),
      update_promise: record.update,
      ...(record.coverage.place === undefined ? {} : { coverage_place: record.coverage.place }),
      ...(record.coverage.from === undefined ? {} : { coverage_from: record.coverage.from }),
      ...(record.coverage.to === undefined ? {} : { coverage_to: record.coverage.to }),
    },
    resources: [
      ...tables.flatMap(({ title, rows, columns, csv, parquet }) => {
        const meanings = columns.map(({ facts, words }) => `- **${markdown(facts.name)}**: ${markdown(words.meaning)}`);
        const about = `${countOf(rows, "row")}.`;
        return [
          {
            ...resource(csv, title, "CSV"),
            description: shortened(`${about}\n\n${meanings.join("\n")}`),
            ...link(csv.path),
          },
          ...(parquet === undefined
            ? []
            : [
                {
                  ...resource(parquet, `${title} (Parquet, for large work)`, "Parquet"),
                  description: about,
                  ...link(parquet.path),
                },
              ]),
        ];
      }),
      ...(options.dataPackage === undefined
        ? []
        : [
            {
              ...resource(options.dataPackage, "Description for programs (Data Package)", "JSON"),
              description: `Columns, types and rules of ${countOf(tables.length, "file")}, as Data Package 2.0.`,
              ...link(options.dataPackage.path),
            },
          ]),
    ],
  };
}

function resource(
  { path, sha256, size, mediaType }: FileMark,
  name: string,
  format: string,
): Omit<CkanResource, "description"> {
  return { file: path, sha256, size, mimetype: mediaType.split(";")[0] ?? mediaType, name, format };
}

/** What it is, what changed, and how to cite it. CKAN reads it as Markdown. */
function notesOf(release: ReleaseRecord): string {
  const { record, changes } = release;
  return [
    markdown(record.description),
    ...(changes.length === 0
      ? []
      : [`**What changed in this version**\n\n${changes.map((one) => `- ${markdown(one)}`).join("\n")}`]),
    ...(record.note === undefined ? [] : [markdown(record.note)]),
    ...(record.sources.length === 0
      ? []
      : [
          `Made from: ${record.sources.map(({ title, publisher }) => markdown(publisher === undefined ? title : `${title} (${publisher})`)).join("; ")}.`,
        ]),
    `To cite: ${markdown(citation(release))}`,
  ].join("\n\n");
}

/** CKAN takes letters, digits, blanks and - _ . in a tag, from 2 to 100 signs (`tag_length_validator`, `tag_name_validator`). */
function tagsOf(keywords: readonly string[]): string[] {
  const tags = keywords.map((word) =>
    shorten(word.replace(/[^\p{L}\p{N} _.-]+/gu, " "), 100)
      .replace(/…$/u, "")
      .trim(),
  );
  return [...new Set(tags.filter((tag) => tag.length >= 2))];
}

const shortened = (text: string): string => (text.length <= 4000 ? text : `${text.slice(0, 3990)} …`);

/** "visits.csv (12 kB)". */
export const fileWords = ({ file, size }: Pick<CkanResource, "file" | "size">): string =>
  `${file} (${sizeWords(size)})`;

/** The name in the portal's addresses: 2 to 100 small letters, digits, - and _. */
export const ckanName = (id: string): string => (id.length < 2 ? `${id}-data` : id);
