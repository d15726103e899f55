/**
 * 360Giving: the registry of grant-makers' files (`data.json`), searched here, and GrantNav, which searches the grants themselves and
 * gives what it finds as CSV.
 */
import { OpenDataError } from "../open-data-error.js";
import {
  dateOf,
  formatsOf,
  linkOf,
  listOf,
  partOf,
  plainPart,
  present,
  strangeAnswer,
  textOf,
} from "./answer-parts.js";
import { formatName } from "./format-name.js";
import type { Ask, FoundData, Portal } from "./portal.js";
import { withWords } from "./words-in.js";

const id = "360giving";
const name = "360Giving";

export interface GrantsSites {
  /** "https://registry.threesixtygiving.org" */
  readonly registry: string;
  /** "https://grantnav.threesixtygiving.org" */
  readonly grantNav: string;
}

export function grantsRegistry({ registry, grantNav }: GrantsSites): Portal {
  const list = async (ask: Ask): Promise<{ readonly id: string; readonly found: FoundData }[]> => {
    const entries = await ask.json(`${registry}/data.json`);
    if (!Array.isArray(entries)) throw strangeAnswer(name);
    return entries.flatMap((entry: unknown) => {
      const key = textOf(partOf(entry, "identifier"));
      const found = key === undefined ? undefined : dataSet(entry, `${registry}/#${encodeURIComponent(key)}`);
      return key === undefined || found === undefined ? [] : [{ id: key, found }];
    });
  };
  return {
    id,
    name,
    search: async (words, most, ask) => {
      const known = await list(ask);
      const files = withWords(known, words, ({ found }) => [found.title, found.publisher ?? ""]);
      return [grantsAbout(words, grantNav), ...files.map(({ found }) => found)].slice(0, most);
    },
    owns: (address) =>
      (address.host === new URL(registry).host && address.hash.length > 1) ||
      (address.host === new URL(grantNav).host && address.pathname === "/search"),
    resources: async (address, ask) => {
      if (address.pathname === "/search") return grantsAbout(address.searchParams.get("query") ?? "", grantNav);
      const wanted = plainPart(address.hash.slice(1));
      const found = (await list(ask)).find((one) => one.id === wanted)?.found;
      if (found === undefined) {
        throw new OpenDataError(
          "not-reached",
          `360Giving's registry has no file “${wanted}” any more. Search again: a new year often comes as a new file.`,
        );
      }
      return found;
    },
  };
}

/** The grants that GrantNav finds by these words, from all funders together. */
function grantsAbout(words: string, grantNav: string): FoundData {
  const question = new URLSearchParams({ query: words }).toString();
  const title = `Grants about “${words}”, of all funders (GrantNav)`;
  return {
    title,
    address: `${grantNav}/search?${question}`,
    portal: id,
    publisher: "360Giving GrantNav",
    licence: "each funder's own; see https://grantnav.threesixtygiving.org/datasets/",
    formats: "CSV",
    files: [{ title, format: "CSV", address: `${grantNav}/search.csv?${question}` }],
  };
}

function dataSet(entry: unknown, address: string): FoundData | undefined {
  const publisher = textOf(partOf(entry, "publisher", "name"));
  const title = textOf(partOf(entry, "title"));
  if (title === undefined) return undefined;
  const files = listOf(partOf(entry, "distribution")).flatMap((part) => {
    const file = linkOf(partOf(part, "downloadURL"));
    if (file === undefined) return [];
    const type = textOf(partOf(entry, "datagetter_metadata", "file_type"));
    return [{ title: textOf(partOf(part, "title")) ?? title, format: formatName(type, file), address: file }];
  });
  return present<FoundData>({
    title,
    address,
    portal: id,
    publisher,
    licence: textOf(partOf(entry, "license_name")) ?? linkOf(partOf(entry, "license")),
    updated: dateOf(partOf(entry, "modified")) ?? dateOf(partOf(entry, "issued")),
    formats: formatsOf(files),
    files,
  });
}
