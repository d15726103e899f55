/**
 * The Office for National Statistics' own API (https://developer.ons.gov.uk): a list of data sets, and the latest version of each
 * with its whole table as CSV. The list is short and has no search, so it is searched here: also without internet once it was fetched.
 */
import { dateOf, linkOf, listOf, partOf, present, strangeAnswer, textOf } from "./answer-parts.js";
import type { Ask, FoundData, Portal } from "./portal.js";
import { withWords } from "./words-in.js";

export interface OnsSite {
  /** "https://api.beta.ons.gov.uk/v1" */
  readonly api: string;
  readonly pages: string;
}

const name = "Office for National Statistics";
/** Where its API says nothing of a licence: https://www.ons.gov.uk/methodology/geography/licences and each page's foot. */
const licence = "Open Government Licence v3.0";

export function onsPortal({ api, pages }: OnsSite): Portal {
  const dataSet = (item: unknown): FoundData | undefined => {
    const id = textOf(partOf(item, "id"));
    const title = textOf(partOf(item, "title"));
    if (title === undefined || id === undefined || !/^[\w-]+$/.test(id)) return undefined;
    return present<FoundData>({
      title,
      address: `${pages}/datasets/${id}`,
      portal: "ons",
      publisher: name,
      licence: textOf(partOf(item, "license")) ?? licence,
      updated: dateOf(partOf(item, "last_updated")),
      formats: "CSV",
      files: undefined,
    });
  };
  return {
    id: "ons",
    name,
    search: async (words, most, ask) => {
      const items = await itemsOf(`${api}/datasets?limit=1000`, ask);
      const known = items.flatMap((item) => {
        const found = dataSet(item);
        const more = [partOf(item, "description"), ...listOf(partOf(item, "keywords"))].map(
          (part) => textOf(part) ?? "",
        );
        return found === undefined ? [] : [{ found, more }];
      });
      return withWords(known, words, ({ found, more }) => [found.title, ...more])
        .slice(0, most)
        .map(({ found }) => found);
    },
    owns: (address) => address.host === new URL(pages).host && idOf(address) !== undefined,
    resources: async (address, ask) => {
      const about = await ask.json(`${api}/datasets/${idOf(address) ?? ""}`);
      // Some answers hold the data set under "current".
      const found = dataSet(about) ?? dataSet(partOf(about, "current"));
      const whole = found === undefined ? undefined : (partOf(about, "current") ?? about);
      const latest = linkOf(partOf(whole, "links", "latest_version", "href"));
      if (found === undefined || latest === undefined) throw strangeAnswer(name);
      // Only its own API is asked, whatever the answer names; it names a host inside their network now and then.
      const path = /\/datasets\/[\w-]+\/editions\/[^/]+\/versions\/\d+$/.exec(new URL(latest).pathname)?.[0];
      if (path === undefined) throw strangeAnswer(name);
      const version = await ask.json(`${api}${path}`);
      const file = linkOf(partOf(version, "downloads", "csv", "href"));
      const released = dateOf(partOf(version, "release_date")) ?? found.updated;
      const files = file === undefined ? [] : [{ title: found.title, format: "CSV", address: file }];
      return present<FoundData>({ ...found, updated: released, files });
    },
  };
}

function idOf(address: URL): string | undefined {
  return /^\/datasets\/([\w-]{1,200})\/?/.exec(address.pathname)?.[1];
}

async function itemsOf(address: string, ask: Ask): Promise<readonly unknown[]> {
  const items = partOf(await ask.json(address), "items");
  if (!Array.isArray(items)) throw strangeAnswer(name);
  return items;
}
