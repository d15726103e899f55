/**
 * Opendatasoft, which runs Birmingham's City Observatory, Open Data Bristol and others: the Explore API v2.1
 * (https://help.opendatasoft.com/apis/ods-explore-v2/), with each data set's records exported as CSV.
 */
import { dateOf, partOf, present, strangeAnswer, textOf } from "./answer-parts.js";
import type { FoundData, Portal } from "./portal.js";

export interface OpendatasoftSite {
  readonly id: string;
  readonly name: string;
  readonly base: string;
}

export function opendatasoftPortal(site: OpendatasoftSite): Portal {
  const catalog = `${site.base}/api/explore/v2.1/catalog/datasets`;
  return {
    id: site.id,
    name: site.name,
    search: async (words, most, ask) => {
      // A text in quotation marks is a search in its query language; marks inside would end it.
      const where = `"${words.replaceAll(/["\\]+/g, " ")}"`;
      const answer = await ask.json(`${catalog}?${new URLSearchParams({ where, limit: String(most) }).toString()}`);
      const results = partOf(answer, "results");
      if (!Array.isArray(results)) throw strangeAnswer(site.name);
      return results.flatMap((one: unknown) => dataSet(one, site) ?? []).slice(0, most);
    },
    owns: (address) => address.host === new URL(site.base).host && idOf(address) !== undefined,
    resources: async (address, ask) => {
      const id = idOf(address) ?? "";
      const found = dataSet(await ask.json(`${catalog}/${id}`), site);
      if (found === undefined) throw strangeAnswer(site.name);
      return { ...found, files: [{ title: found.title, format: "CSV", address: `${catalog}/${id}/exports/csv` }] };
    },
  };
}

function idOf(address: URL): string | undefined {
  return /^\/explore\/dataset\/([\w@-]{1,200})\/?/.exec(address.pathname)?.[1];
}

function dataSet(value: unknown, site: OpendatasoftSite): FoundData | undefined {
  const id = textOf(partOf(value, "dataset_id"));
  if (id === undefined || !/^[\w@-]+$/.test(id)) return undefined;
  const about = partOf(value, "metas", "default");
  return present<FoundData>({
    title: textOf(partOf(about, "title")) ?? id,
    address: `${site.base}/explore/dataset/${id}/`,
    portal: site.id,
    publisher: textOf(partOf(about, "publisher")),
    licence: textOf(partOf(about, "license")),
    updated: dateOf(partOf(about, "data_processed")) ?? dateOf(partOf(about, "modified")),
    formats: "CSV",
    files: undefined,
  });
}
