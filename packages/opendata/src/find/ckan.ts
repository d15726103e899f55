/**
 * CKAN, which runs data.gov.uk, the London Datastore and hundreds of others: `package_search` and `package_show` of its action API
 * (https://docs.ckan.org/en/latest/api/).
 */
import { dateOf, formatsOf, linkOf, listOf, objectOf, partOf, present, strangeAnswer, textOf } from "./answer-parts.js";
import { formatName } from "./format-name.js";
import type { FoundData, FoundFile, Portal } from "./portal.js";

export interface CkanSite {
  readonly id: string;
  readonly name: string;
  /** Where its API is: `<base>/api/3/action/…`. */
  readonly base: string;
  /** Where the pages of its data sets are, for people. */
  readonly pages: string;
}

export function ckanPortal(site: CkanSite): Portal {
  const action = (name: string, question: Readonly<Record<string, string>>): string =>
    `${site.base}/api/3/action/${name}?${new URLSearchParams(question).toString()}`;
  return {
    id: site.id,
    name: site.name,
    search: async (words, most, ask) => {
      const answer = await ask.json(action("package_search", { q: words, rows: String(most) }));
      const results = partOf(answer, "result", "results");
      if (partOf(answer, "success") !== true || !Array.isArray(results)) throw strangeAnswer(site.name);
      return results.flatMap((one: unknown) => dataSet(one, site) ?? []).slice(0, most);
    },
    owns: (address) => address.host === new URL(site.pages).host && idOf(address) !== undefined,
    resources: async (address, ask) => {
      const answer = await ask.json(action("package_show", { id: idOf(address) ?? "" }));
      const found = partOf(answer, "success") === true ? dataSet(partOf(answer, "result"), site) : undefined;
      if (found === undefined) throw strangeAnswer(site.name);
      return found;
    },
  };
}

/** `/dataset/<id>` or `/dataset/<id>/<name>`. */
function idOf(address: URL): string | undefined {
  return /^\/dataset\/([\w-]{1,200})(?:\/[\w-]*)?\/?$/.exec(address.pathname)?.[1];
}

function dataSet(value: unknown, site: CkanSite): FoundData | undefined {
  const name = textOf(partOf(value, "name"));
  const title = textOf(partOf(value, "title")) ?? name;
  const id = textOf(partOf(value, "id")) ?? name;
  if (objectOf(value) === undefined || title === undefined || id === undefined || !/^[\w-]+$/.test(id))
    return undefined;
  const files = listOf(partOf(value, "resources")).flatMap((one) => fileOf(one, title) ?? []);
  return present<FoundData>({
    title,
    address: `${site.pages}/dataset/${id}`,
    portal: site.id,
    publisher: textOf(partOf(value, "organization", "title")) ?? textOf(partOf(value, "author")),
    licence: textOf(partOf(value, "license_title")) ?? textOf(partOf(value, "license_id")),
    updated: dateOf(partOf(value, "metadata_modified")),
    formats: formatsOf(files),
    files,
  });
}

function fileOf(value: unknown, dataSetTitle: string): FoundFile | undefined {
  const address = linkOf(partOf(value, "url"));
  if (address === undefined) return undefined;
  return present<FoundFile>({
    title: textOf(partOf(value, "name")) ?? textOf(partOf(value, "description")) ?? dataSetTitle,
    format: formatName(textOf(partOf(value, "format")), address),
    address,
    updated: dateOf(partOf(value, "last_modified")) ?? dateOf(partOf(value, "created")),
  });
}
