/**
 * The licences a group can choose from, each with when to take it, and whether what it was made from allows that.
 * Sources: nationalarchives.gov.uk/doc/open-government-licence/version/3; creativecommons.org/licenses/by/4.0 and
 * /publicdomain/zero/1.0; opendatacommons.org/licenses/odbl (all read 2026).
 */
export const licenceIds = ["OGL-UK-3.0", "CC-BY-4.0", "CC0-1.0", "ODbL-1.0"] as const;
export type LicenceId = (typeof licenceIds)[number];

export interface Licence {
  readonly id: LicenceId;
  readonly title: string;
  readonly url: string;
  /** When to take it. */
  readonly choose: string;
  /** What readers may do, for the page. */
  readonly allows: string;
  /** As ADMS names what it asks (purl.org/adms/licencetype). */
  readonly kind: "Attribution" | "PublicDomain" | "ViralEffect-ShareAlike";
}

export const licences: Readonly<Record<LicenceId, Licence>> = {
  "OGL-UK-3.0": {
    id: "OGL-UK-3.0",
    title: "Open Government Licence v3.0",
    url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    choose:
      "If you work with a council or the NHS, or made this from their data: people there know it, and it asks only for your name.",
    allows: "You may copy, change and share it, also for money. Say where it came from and link to the licence.",
    kind: "Attribution",
  },
  "CC-BY-4.0": {
    id: "CC-BY-4.0",
    title: "Creative Commons Attribution 4.0",
    url: "https://creativecommons.org/licenses/by/4.0/",
    choose: "If you want your name kept with the data anywhere in the world. It is the best known.",
    allows:
      "You may copy, change and share it, also for money. Name the keeper, link to the licence and say what you changed.",
    kind: "Attribution",
  },
  "CC0-1.0": {
    id: "CC0-1.0",
    title: "Creative Commons Zero 1.0",
    url: "https://creativecommons.org/publicdomain/zero/1.0/",
    choose:
      "If it is all your own and you want nobody to have to ask or name you: good for lists of places and opening times.",
    allows: "You may do anything with it, without asking. To say where it came from is kind, not required.",
    kind: "PublicDomain",
  },
  "ODbL-1.0": {
    id: "ODbL-1.0",
    title: "Open Database Licence 1.0",
    url: "https://opendatacommons.org/licenses/odbl/1-0/",
    choose:
      "If you made it from OpenStreetMap, which asks for it, or if what others make of your data must stay open as well.",
    allows:
      "You may copy, change and share it, also for money. Say where it came from, and share a changed database under the same licence.",
    kind: "ViralEffect-ShareAlike",
  },
};

interface SourceTerms {
  readonly pattern: RegExp;
  /** Which of ours may be given to something made from it; empty: none. */
  readonly allows: readonly LicenceId[];
  readonly why: string;
}

const named: readonly LicenceId[] = ["OGL-UK-3.0", "CC-BY-4.0", "ODbL-1.0"];

/** In order: the first that fits decides. */
const terms: readonly SourceTerms[] = [
  {
    pattern: /\bnc\b|non-?commercial|by-nc/i,
    allows: [],
    why: "it forbids use for money, and all open licences allow that",
  },
  { pattern: /\bnd\b|no-?deriv/i, allows: [], why: "it forbids changed versions" },
  {
    pattern: /all rights reserved|not for re-?use|confidential/i,
    allows: [],
    why: "it keeps all rights: ask its publisher first",
  },
  {
    pattern: /odbl|open database/i,
    allows: ["ODbL-1.0"],
    why: "it asks that what is made from it has the same licence",
  },
  {
    pattern: /by-sa|share-?alike/i,
    allows: [],
    why: "it asks that what is made from it has the same licence, which is none of these four",
  },
  { pattern: /\bcc-?0\b|cc zero|public domain|pddl/i, allows: licenceIds, why: "" },
  {
    pattern: /ogl|open government/i,
    allows: named,
    why: "it asks to be named, and CC0 would drop that",
  },
  {
    pattern: /cc[- ]by|creative commons attribution|odc-by/i,
    allows: named,
    why: "it asks to be named, and CC0 would drop that",
  },
];

/** Why this licence can't be given to something made from that source, or undefined where it can. Unknown terms are for a person to judge. */
export function licenceConflict(licence: LicenceId, sourceLicence: string): string | undefined {
  const found = terms.find(({ pattern }) => pattern.test(sourceLicence));
  return found === undefined || found.allows.includes(licence) ? undefined : found.why;
}

/** Whether we know what a source's licence asks for. */
export function isKnownLicence(sourceLicence: string): boolean {
  return terms.some(({ pattern }) => pattern.test(sourceLicence));
}

/** The licences that everything it was made from allows, best first. */
export function licencesFor(sourceLicences: readonly string[]): LicenceId[] {
  return licenceIds.filter((id) => sourceLicences.every((source) => licenceConflict(id, source) === undefined));
}
