/**
 * The sites that closed-off kernels may fetch from: a text file of the data folder, so that whoever runs the workshop can add
 * one with any editor. It is read again when it has changed.
 */
import { readFileSync, statSync, writeFileSync } from "node:fs";

export interface SiteList {
  allows(host: string): boolean;
}

/** Who publishes open data under a name that only they can give out. Places where anybody can put a page are not among them. */
const defaultSites = `# Sites that notebooks may fetch data from, one a line. A line "*.example.org" allows example.org and all below it.
# Everything else is out of reach for them. Changes count at once.

# Public bodies in the United Kingdom: data.gov.uk, the Office for National Statistics, councils, the Charity Commission
*.gov.uk
*.gov.scot
*.gov.wales
*.police.uk
*.nhs.uk
*.parliament.uk
*.nomisweb.co.uk
*.opendatacommunities.org
# The Charity Commission's register is downloaded from here
ccewuksprdoneregsadata1.blob.core.windows.net

# Maps of the Office for National Statistics, which a company (Esri) keeps for it
open-geography-portalx-ons.hub.arcgis.com
hub.arcgis.com
services1.arcgis.com
*.az.arcgis.com

# Grants, charities, places
*.threesixtygiving.org
*.findthatcharity.uk
*.findthatpostcode.uk
postcodes.io
api.postcodes.io

# The world
*.gapminder.org
*.worldbank.org
*.ourworldindata.org
*.data.gov
data.europa.eu
ec.europa.eu
query.wikidata.org
`;

/** Writes the file when there is none. */
export function openSiteList(file: string): SiteList {
  try {
    writeFileSync(file, defaultSites, { flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  let read = { changed: Number.NaN, sites: [] as readonly string[] };
  return {
    allows: (host) => {
      const changed = statSync(file).mtimeMs;
      if (changed !== read.changed) read = { changed, sites: parseSites(readFileSync(file, "utf8")) };
      return isListed(host, read.sites);
    },
  };
}

export function parseSites(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim().toLowerCase())
    .filter((line) => line !== "");
}

export function isListed(host: string, sites: readonly string[]): boolean {
  const name = host.toLowerCase().replace(/\.$/, "");
  return sites.some((site) =>
    site.startsWith("*.") ? name === site.slice(2) || name.endsWith(site.slice(1)) : name === site,
  );
}
