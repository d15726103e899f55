import { OpenDataError } from "../open-data-error.js";
import { packFolders } from "./pack-folders.js";
import { packInFolder } from "./pack-in-folder.js";
import type { Pack } from "./pack.js";
import type { PlaceKind } from "./place-kind.js";

const kindWords: Readonly<Record<PlaceKind, string>> = {
  postcode: "postcodes",
  ward: "codes of wards",
  lsoa: "codes of small areas (LSOA, data zones)",
  "local-authority": "codes of local authorities",
};

/** The packs on this computer with places of a kind, at least one. @throws OpenDataError `no-such-pack` that says what the column has and what there is */
export function packsWith(kind: PlaceKind | undefined, column: string): readonly Pack[] {
  if (kind === undefined) {
    throw new OpenDataError(
      "no-such-pack",
      `The cells under "${column}" are neither postcodes nor codes of wards, small areas (LSOA) or local authorities, so it can't be told which pack has them. Name one: joinPlace(table, { on: "${column}", pack: await openPack("…") }).`,
    );
  }
  const names = [...packFolders().keys()];
  const broken: OpenDataError[] = [];
  const fitting = names
    .flatMap((name) => {
      try {
        return packInFolder(name);
      } catch (error) {
        if (!(error instanceof OpenDataError)) throw error;
        // One that is damaged does not stand in the way of another that has them.
        broken.push(error);
        return [];
      }
    })
    .filter(({ about }) => [...about.lookups, ...about.tables].some(({ place }) => place === kind));
  if (fitting.length > 0) return fitting;
  if (broken[0] !== undefined) throw broken[0];
  throw new OpenDataError(
    "no-such-pack",
    `The column "${column}" has ${kindWords[kind]}, and no pack on this computer knows them. The packs are: ${names.toSorted().join(", ")}. Ask whoever runs the workshop to install one (surgery pack add).`,
  );
}
