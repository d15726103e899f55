import { licences } from "./licences.js";
import type { ReleaseRecord } from "./release.js";

/** What dataset search reads in the page: schema.org Dataset (developers.google.com/search/docs/appearance/structured-data/dataset). */
export function datasetJsonLd({ record, tables, version, published, issued }: ReleaseRecord, folder: string): object {
  const { from, to, place } = record.coverage;
  return {
    "@context": "https://schema.org/",
    "@type": "Dataset",
    name: record.title,
    // Search refuses descriptions below 50 and above 5,000 letters.
    description:
      record.description.length < 50
        ? `${record.description} Kept by ${record.keeper.name} as open data.`
        : record.description,
    version: version.slice(1),
    datePublished: issued,
    dateModified: published,
    license: licences[record.licence].url,
    isAccessibleForFree: true,
    inLanguage: "en-GB",
    ...(record.keywords.length === 0 ? {} : { keywords: record.keywords }),
    creator: {
      "@type": "Organization",
      name: record.keeper.name,
      ...(record.keeper.url === undefined ? {} : { url: record.keeper.url }),
      ...(record.keeper.email === undefined
        ? {}
        : {
            contactPoint: {
              "@type": "ContactPoint",
              contactType: "questions about the data",
              email: record.keeper.email,
            },
          }),
    },
    ...(place === undefined ? {} : { spatialCoverage: { "@type": "Place", name: place } }),
    ...(from === undefined && to === undefined ? {} : { temporalCoverage: `${from ?? ".."}/${to ?? ".."}` }),
    ...(record.sources.length === 0 ? {} : { isBasedOn: record.sources.map(({ title, url }) => url ?? title) }),
    variableMeasured: tables.flatMap(({ columns }) =>
      columns.map(({ facts, words }) => ({
        "@type": "PropertyValue",
        name: facts.name,
        ...(words.meaning === "" ? {} : { description: words.meaning }),
        ...(words.unit === undefined ? {} : { unitText: words.unit }),
      })),
    ),
    distribution: tables.flatMap((table) =>
      [table.csv, ...(table.parquet === undefined ? [] : [table.parquet])].map((mark) => ({
        "@type": "DataDownload",
        name: table.title,
        encodingFormat: mark.mediaType,
        contentUrl: `${folder}${mark.path}`,
        contentSize: `${mark.size} B`,
        sha256: mark.sha256,
      })),
    ),
  };
}
