/** A portal whose answers are noted, and taken from an evidence zip's copies where the notebook lies in one. */
import { keptWeb } from "../web/kept-web.js";
import { noteSearch, noteSet } from "../web/noted-web.js";
import type { Portal } from "./portal.js";

/** @param onCopy is told when an answer was kept, and nobody was asked */
export function rememberedPortal(portal: Portal, onCopy: (askedAt: string) => void = () => undefined): Portal {
  const { id } = portal;
  return {
    ...portal,
    search: async (words, most, ask) => {
      const kept = (await keptWeb())?.searches.find(
        (one) => one.portal === id && one.words === words && one.most === most,
      );
      if (kept !== undefined) onCopy(kept.askedAt);
      const found = kept?.found ?? (await portal.search(words, most, ask));
      noteSearch({ portal: id, words, most, askedAt: kept?.askedAt ?? new Date().toISOString(), found });
      return found;
    },
    resources: async (address, ask, wishes) => {
      const wished = JSON.stringify({ near: wishes.near, month: wishes.month });
      const kept = (await keptWeb())?.sets.find(
        (one) => one.portal === id && one.address === address.href && one.wishes === wished,
      );
      if (kept !== undefined) onCopy(kept.askedAt);
      const data = kept?.data ?? (await portal.resources(address, ask, wishes));
      const askedAt = kept?.askedAt ?? new Date().toISOString();
      noteSet({ portal: id, address: address.href, wishes: wished, askedAt, data });
      return data;
    },
  };
}
