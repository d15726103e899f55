import { nearestName } from "../nearest-name.js";
import { OpenDataError } from "../open-data-error.js";
import { hubPortal } from "./arcgis-hub.js";
import { charityRegister } from "./charity-register.js";
import { ckanPortal } from "./ckan.js";
import { grantsRegistry } from "./grants-registry.js";
import { onsPortal } from "./ons.js";
import { opendatasoftPortal } from "./opendatasoft.js";
import { policePortal } from "./police.js";
import type { Ask, Portal } from "./portal.js";

/** The portals that are known by name. */
export const portals: readonly Portal[] = [
  ckanPortal({ id: "data.gov.uk", name: "data.gov.uk", base: "https://data.gov.uk", pages: "https://www.data.gov.uk" }),
  onsPortal({ api: "https://api.beta.ons.gov.uk/v1", pages: "https://www.ons.gov.uk" }),
  hubPortal({
    id: "ons-geography",
    name: "Open Geography Portal (ONS)",
    base: "https://open-geography-portalx-ons.hub.arcgis.com",
  }),
  policePortal("https://data.police.uk"),
  charityRegister(
    "https://register-of-charities.charitycommission.gov.uk",
    "https://ccewuksprdoneregsadata1.blob.core.windows.net",
  ),
  grantsRegistry({
    registry: "https://registry.threesixtygiving.org",
    grantNav: "https://grantnav.threesixtygiving.org",
  }),
  ckanPortal({
    id: "london",
    name: "London Datastore",
    base: "https://data.london.gov.uk",
    pages: "https://data.london.gov.uk",
  }),
  opendatasoftPortal({
    id: "birmingham",
    name: "Birmingham City Observatory",
    base: "https://www.cityobservatory.birmingham.gov.uk",
  }),
];

/** The portal of a name, or at an address of any CKAN, ArcGIS Hub or Opendatasoft. @throws OpenDataError `no-such-portal` with the names */
export function portalCalled(wanted: string, known: readonly Portal[]): Portal {
  const name = wanted.trim().toLowerCase();
  const found = known.find((portal) => portal.id === name || portal.name.toLowerCase() === name);
  if (found !== undefined) return found;
  const address = /^https?:\/\//i.test(name) ? name : `https://${name}`;
  if (URL.canParse(address) && /[.:]/.test(name) && !/\s/.test(name)) {
    const { origin } = new URL(address);
    return known.find((portal) => portal.id === new URL(address).host) ?? unknownSoftware(origin);
  }
  const ids = known.map(({ id }) => id);
  const nearest = nearestName(name, ids);
  const meant = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
  throw new OpenDataError(
    "no-such-portal",
    `There is no portal called "${wanted}" here.${meant} The portals are: ${ids.join(", ")}. The address of another one does too, if it runs on CKAN, ArcGIS Hub or Opendatasoft: "https://data.example.gov.uk".`,
  );
}

/** The portal to which the page of a data set belongs; of a portal that is not known by name, by the form of its addresses. */
export function portalOf(address: URL, known: readonly Portal[]): Portal | undefined {
  const { origin, host } = address;
  const site = { id: host, name: host, base: origin, pages: origin };
  const kinds = [ckanPortal(site), hubPortal(site), opendatasoftPortal(site)];
  return [...known, ...kinds].find((portal) => portal.owns(address));
}

/** A portal of which only the address is known: each software is asked in turn, and the first that answers as it should is it. */
function unknownSoftware(origin: string): Portal {
  const { host } = new URL(origin);
  const site = { id: host, name: host, base: origin, pages: origin };
  const hub = hubPortal(site);
  const kinds = /\.arcgis\.com$/i.test(host) ? [hub] : [ckanPortal(site), hub, opendatasoftPortal(site)];
  const first = async <Found>(work: (portal: Portal) => Promise<Found>): Promise<Found> => {
    let failure: unknown;
    for (const portal of kinds) {
      try {
        return await work(portal);
      } catch (error) {
        if (!(error instanceof OpenDataError)) throw error;
        // Only "it is something else" leads on; a site that can't be reached can't be reached three times.
        if (error.code !== "portal-answer" && error.code !== "no-such-address") throw error;
        failure ??= error;
      }
    }
    throw new OpenDataError(
      "no-such-portal",
      `${host} does not answer as CKAN, ArcGIS Hub or Opendatasoft do, so it can't be searched from here. Look on its page in your browser, and read the file that you find by its address.`,
      { cause: failure },
    );
  };
  return {
    id: host,
    name: host,
    search: (words: string, most: number, ask: Ask) => first((portal) => portal.search(words, most, ask)),
    owns: (address) => kinds.some((portal) => portal.owns(address)),
    resources: (address, ask, wishes) => first((portal) => portal.resources(address, ask, wishes)),
  };
}
