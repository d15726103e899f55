/**
 * DCAT-AP 3 as JSON-LD, for a data set and for a catalogue. The context stands in the document, so that it means the same without a
 * network; addresses are relative to the document, so that a site can move. (semiceu.github.io/DCAT-AP/releases/3.0.0)
 */
import { countOf } from "../say.js";
import type { ReleasedTable, ReleaseRecord } from "./release.js";
import { licences } from "./licences.js";
import type { UpdatePromise } from "./data-set-record.js";
import { themes } from "./themes.js";

const context = {
  dcat: "http://www.w3.org/ns/dcat#",
  dcatap: "http://data.europa.eu/r5r/",
  dct: "http://purl.org/dc/terms/",
  foaf: "http://xmlns.com/foaf/0.1/",
  vcard: "http://www.w3.org/2006/vcard/ns#",
  spdx: "http://spdx.org/rdf/terms#",
  adms: "http://www.w3.org/ns/adms#",
  prov: "http://www.w3.org/ns/prov#",
  skos: "http://www.w3.org/2004/02/skos/core#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};

const authority = "http://publications.europa.eu/resource/authority";

const themeScheme = `${authority}/data-theme`;

const frequencies: Readonly<Record<UpdatePromise, string>> = {
  once: "NEVER",
  weekly: "WEEKLY",
  monthly: "MONTHLY",
  quarterly: "QUARTERLY",
  yearly: "ANNUAL",
  "when it changes": "IRREG",
};

/** What a catalogue says of itself. */
export interface CatalogueWords {
  readonly title: string;
  readonly description: string;
  readonly publisher: string;
}

/** Addresses of a document's things: `set` leads to the page of the data set, `version` to the folder of the version, both with a `/` at the end. */
export interface DcatPlaces {
  readonly set: string;
  readonly version: string;
}

export function dcatDataset(release: ReleaseRecord, places: DcatPlaces): object {
  return { "@context": context, ...datasetOf(release, places) };
}

export function dcatCatalogue(
  words: CatalogueWords,
  sets: readonly { readonly release: ReleaseRecord; readonly places: DcatPlaces }[],
  /** When anything in it was changed last; undefined where nothing is in it. */
  modified: string | undefined,
): object {
  return {
    "@context": context,
    "@id": "./",
    "@type": "dcat:Catalog",
    "dct:title": english(words.title),
    "dct:description": english(words.description),
    "dct:publisher": agent(words.publisher),
    "dct:language": concept(`${authority}/language/ENG`, "dct:LinguisticSystem"),
    ...(modified === undefined ? {} : { "dct:modified": dateTime(modified) }),
    "foaf:homepage": { "@id": "./index.html", "@type": "foaf:Document" },
    ...(sets.some(({ release }) => release.record.theme !== undefined)
      ? { "dcat:themeTaxonomy": { ...concept(themeScheme, "skos:ConceptScheme"), "dct:title": english("Data theme") } }
      : {}),
    "dcat:dataset": sets.map(({ release, places }) => datasetOf(release, places)),
  };
}

function datasetOf(release: ReleaseRecord, { set, version }: DcatPlaces): object {
  const { record, published, issued, previous, tables } = release;
  const place = record.coverage.place;
  return {
    "@id": set,
    "@type": "dcat:Dataset",
    "dct:title": english(record.title),
    "dct:description": english(record.description),
    "dct:identifier": record.id,
    "dct:publisher": agent(record.keeper.name, record.keeper.url),
    "dcat:contactPoint": contactOf(record.keeper),
    "dct:issued": dateTime(issued),
    "dct:modified": dateTime(published),
    "dcat:version": release.version.slice(1),
    ...(previous === undefined ? {} : { "adms:versionNotes": english(release.changes.join(" ")) }),
    "dct:accrualPeriodicity": concept(`${authority}/frequency/${frequencies[record.update]}`, "dct:Frequency"),
    "dct:language": concept(`${authority}/language/ENG`, "dct:LinguisticSystem"),
    "dct:accessRights": concept(`${authority}/access-right/PUBLIC`, "dct:RightsStatement"),
    "dcat:landingPage": { "@id": `${set}index.html`, "@type": "foaf:Document" },
    ...(record.keywords.length === 0 ? {} : { "dcat:keyword": record.keywords.map(english) }),
    ...(record.theme === undefined
      ? {}
      : {
          "dcat:theme": {
            ...concept(`${themeScheme}/${record.theme}`, "skos:Concept"),
            "skos:prefLabel": english(themes[record.theme]),
          },
        }),
    ...(place === undefined ? {} : { "dct:spatial": { "@type": "dct:Location", "skos:prefLabel": english(place) } }),
    ...temporal(record.coverage),
    ...(record.sources.length === 0
      ? {}
      : {
          "dct:provenance": {
            "@type": "dct:ProvenanceStatement",
            "rdfs:label": english(`Made from ${record.sources.map(({ title }) => title).join("; ")}.`),
          },
        }),
    "dcat:distribution": tables.flatMap((table) => distributionsOf(table, release, set, version)),
  };
}

function distributionsOf(
  table: ReleasedTable,
  { record, published }: ReleaseRecord,
  set: string,
  version: string,
): object[] {
  const licence = licences[record.licence];
  const files = [
    { mark: table.csv, format: "CSV", words: "CSV" },
    ...(table.parquet === undefined ? [] : [{ mark: table.parquet, format: "PARQUET", words: "Parquet" }]),
  ];
  return files.map(({ mark, format, words }) => ({
    "@id": `${version}${mark.path}#distribution`,
    "@type": "dcat:Distribution",
    "dct:title": english(`${table.title} (${words})`),
    "dct:description": english(
      `${countOf(table.rows, "row")}, ${countOf(table.columns.length, "column")}. This version stays at this address.`,
    ),
    "dcatap:availability": {
      ...concept(`${authority}/planned-availability/STABLE`, "skos:Concept"),
      "skos:prefLabel": english("stable"),
    },
    "dcat:accessURL": { "@id": `${set}index.html`, "@type": "rdfs:Resource" },
    "dcat:downloadURL": { "@id": `${version}${mark.path}`, "@type": "rdfs:Resource" },
    "dct:license": {
      "@id": licence.url,
      "@type": "dct:LicenseDocument",
      "dct:type": {
        ...concept(`http://purl.org/adms/licencetype/${licence.kind}`, "skos:Concept"),
        "skos:prefLabel": english(licence.kind),
      },
    },
    "dct:format": concept(`${authority}/file-type/${format}`, "dct:MediaTypeOrExtent"),
    "dcat:mediaType": {
      "@id": `https://www.iana.org/assignments/media-types/${mark.mediaType}`,
      "@type": "dct:MediaType",
    },
    "dcat:byteSize": { "@value": String(mark.size), "@type": "xsd:nonNegativeInteger" },
    "dct:modified": dateTime(published),
    "spdx:checksum": {
      "@type": "spdx:Checksum",
      "spdx:algorithm": { "@id": "spdx:checksumAlgorithm_sha256", "@type": "spdx:ChecksumAlgorithm" },
      "spdx:checksumValue": { "@value": mark.sha256, "@type": "xsd:hexBinary" },
    },
  }));
}

function contactOf({ name, email, url }: ReleaseRecord["record"]["keeper"]): object {
  return {
    // The record names a group or an office, never a person.
    "@type": ["vcard:Kind", "vcard:Organization"],
    "vcard:fn": name,
    ...(email === undefined ? {} : { "vcard:hasEmail": { "@id": `mailto:${email}` } }),
    ...(url === undefined ? {} : { "vcard:hasURL": { "@id": url } }),
  };
}

function temporal({ from, to }: ReleaseRecord["record"]["coverage"]): object {
  if (from === undefined && to === undefined) return {};
  const day = (value: string): object => {
    const type = value.length === 4 ? "xsd:gYear" : value.length === 7 ? "xsd:gYearMonth" : "xsd:date";
    return { "@value": value, "@type": type };
  };
  return {
    "dct:temporal": {
      "@type": "dct:PeriodOfTime",
      ...(from === undefined ? {} : { "dcat:startDate": day(from) }),
      ...(to === undefined ? {} : { "dcat:endDate": day(to) }),
    },
  };
}

function agent(name: string, url?: string): object {
  return {
    ...(url === undefined ? {} : { "foaf:homepage": { "@id": url, "@type": "foaf:Document" } }),
    "@type": "foaf:Agent",
    "foaf:name": english(name),
  };
}

const english = (text: string): object => ({ "@value": text, "@language": "en" });
const dateTime = (text: string): object => ({ "@value": text, "@type": "xsd:dateTime" });
const concept = (id: string, type: string): object => ({ "@id": id, "@type": type });
