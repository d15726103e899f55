/**
 * ArcGIS Hub, where many councils and the ONS (Open Geography Portal) publish maps: its search API in the form of OGC API Records
 * (`/api/search/v1/collections/dataset/items`), and its download API, which gives a layer as CSV or GeoJSON
 * (`/api/download/v1/items/<id>/csv?layers=0`).
 */
import { dateOf, linkOf, partOf, present, strangeAnswer, textOf } from "./answer-parts.js";
import type { FoundData, Portal } from "./portal.js";

export interface HubSite {
  readonly id: string;
  readonly name: string;
  readonly base: string;
}

export function hubPortal(site: HubSite): Portal {
  return {
    id: site.id,
    name: site.name,
    search: async (words, most, ask) => {
      const question = new URLSearchParams({ q: words, limit: String(most) }).toString();
      const answer = await ask.json(`${site.base}/api/search/v1/collections/dataset/items?${question}`);
      const features = partOf(answer, "features");
      if (!Array.isArray(features)) throw strangeAnswer(site.name);
      return features.flatMap((one: unknown) => dataSet(one, site) ?? []).slice(0, most);
    },
    owns: (address) => address.host === new URL(site.base).host && itemOf(address) !== undefined,
    resources: async (address, ask) => {
      const item = itemOf(address) ?? { id: "", layer: "0" };
      const answer = await ask.json(`${site.base}/api/search/v1/collections/dataset/items/${item.id}`);
      const found = dataSet(answer, site);
      if (found === undefined) throw strangeAnswer(site.name);
      const file = (kind: string): string =>
        `${site.base}/api/download/v1/items/${item.id}/${kind}?redirect=true&layers=${item.layer}`;
      const files = [
        { title: found.title, format: "CSV", address: file("csv") },
        { title: found.title, format: "GeoJSON", address: file("geojson") },
      ];
      return { ...found, address: address.href, files };
    },
  };
}

/** `/datasets/<32 hex digits>`, with `_<layer>` where it is not the first layer. */
function itemOf(address: URL): { readonly id: string; readonly layer: string } | undefined {
  const [, id, layer] = /^\/datasets\/([\da-f]{32})(?:_(\d{1,4}))?(?:\/\w*)?\/?$/.exec(address.pathname) ?? [];
  return id === undefined ? undefined : { id, layer: layer ?? "0" };
}

function dataSet(value: unknown, site: HubSite): FoundData | undefined {
  const id = textOf(partOf(value, "id"));
  const properties = partOf(value, "properties");
  const title = textOf(partOf(properties, "title"));
  if (title === undefined || id === undefined || !/^[\da-f]{32}(?:_\d{1,4})?$/.test(id)) return undefined;
  return present<FoundData>({
    title,
    address: `${site.base}/datasets/${id}`,
    portal: site.id,
    publisher: textOf(partOf(properties, "source")) ?? textOf(partOf(properties, "owner")),
    licence: licenceOf(properties),
    updated: dateOf(partOf(properties, "modified")),
    formats: "CSV, GeoJSON",
    files: undefined,
  });
}

/** Often a paragraph of HTML around a link to the licence; then its words, or the link where there are none. */
function licenceOf(properties: unknown): string | undefined {
  const said = partOf(properties, "licenseInfo") ?? partOf(properties, "license");
  if (typeof said !== "string") return undefined;
  const html = said.slice(0, 4000);
  const words = textOf(html.replaceAll(/<[^>]*>/g, " "));
  return words ?? linkOf(/href="([^"]+)"/i.exec(html)?.[1]);
}
