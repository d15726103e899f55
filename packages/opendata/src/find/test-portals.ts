/** A stand-in for the portals, on loopback: it answers in the shapes that their documentation gives, with invented content. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

export interface StandIn extends AsyncDisposable {
  /** "http://127.0.0.1:1234" */
  readonly base: string;
  /** What was asked, in order: path and question. */
  readonly asked: string[];
  /** What a path answers; a function answers by itself. */
  answer(path: string, body: unknown, status?: number, headers?: Readonly<Record<string, string>>): void;
  answerWith(path: string, work: (request: IncomingMessage, response: ServerResponse) => void): void;
}

export async function openStandIn(): Promise<StandIn> {
  const answers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(decodeURIComponent(request.url ?? ""));
    const path = new URL(request.url ?? "", "http://x").pathname;
    const answer = answers.get(path);
    if (answer === undefined) response.writeHead(404).end("not here");
    else answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: (path, body, status = 200, headers = {}) => {
      answers.set(path, (_request, response) => {
        const bytes = typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
        response.writeHead(status, headers).end(bytes);
      });
    },
    answerWith: (path, work) => void answers.set(path, work),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close").catch(() => undefined);
    },
  };
}

export const librariesCsv = "name,ward,open\nAmble Library,Abbey,yes\nCastle Library,Castle,no\n";

/** The shape of `package_search` and `package_show`: https://docs.ckan.org/en/2.11/api/#ckan.logic.action.get.package_search */
export function ckanPackage(base: string): Readonly<Record<string, unknown>> {
  return {
    id: "c322307a-b871-44fe-a602-32ee8437ff04",
    name: "amble-libraries",
    title: "Amble libraries (invented)",
    notes: "Where libraries are.",
    license_id: "uk-ogl",
    license_title: "UK Open Government Licence (OGL)",
    metadata_modified: "2024-05-20T09:20:43.998956",
    organization: { name: "amble", title: "Amble Borough Council (invented)" },
    resources: [
      { name: "Page", format: "HTML", url: `${base}/page` },
      { name: "Libraries 2024", format: "CSV", url: `${base}/files/libraries.csv`, created: "2024-05-19T10:00:00" },
      { name: "Libraries 2024", format: "application/pdf", url: `${base}/files/libraries.pdf` },
    ],
  };
}

/** ArcGIS Hub, OGC API Records: https://hub.arcgis.com/api/search/definition/ (a GeoJSON FeatureCollection). */
export const hubFeature: { readonly id: string } & Readonly<Record<string, unknown>> = {
  id: "8f17ef750a7447fda9c505c8b8d4f7dd",
  type: "Feature",
  geometry: null,
  properties: {
    title: "Amble bikeways (invented)",
    type: "Feature Service",
    owner: "AmbleGIS",
    source: "Amble Borough Council (invented)",
    snippet: "<p>Where bicycles go.</p>",
    licenseInfo: '<a href="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/">OGL v3.0</a>',
    modified: Date.UTC(2024, 4, 8),
  },
};

/** The ONS's API: https://developer.ons.gov.uk/dataset/datasets/ and …/editions/edition/versions/version/ */
export function onsAnswers(api: string): Readonly<Record<string, unknown>> {
  const id = "mid-year-pop-est";
  const version = { href: `${api}/datasets/${id}/editions/mid-2023/versions/2`, id: "2" };
  const item = {
    id,
    title: "Population Estimates (invented figures)",
    description: "People by age, sex and area.",
    keywords: ["population", "area"],
    last_updated: "2024-06-01T08:30:00.000Z",
    links: { latest_version: version, self: { href: `${api}/datasets/${id}` } },
    state: "published",
  };
  return {
    "/v1/datasets": { count: 1, items: [item], limit: 1000, offset: 0, total_count: 1 },
    [`/v1/datasets/${id}`]: item,
    [`/v1/datasets/${id}/editions/mid-2023/versions/2`]: {
      edition: "mid-2023",
      version: 2,
      release_date: "2024-07-15T00:00:00.000Z",
      downloads: { csv: { href: `${api.replace("/v1", "")}/files/people.csv`, size: "46" } },
    },
  };
}

/** data.police.uk: https://data.police.uk/docs/method/crime-street/ */
export const crimes: readonly unknown[] = [
  {
    category: "anti-social-behaviour",
    location_type: "Force",
    location: { latitude: "52.480", street: { id: 883_407, name: "On or near Park/Open Space" }, longitude: "-1.902" },
    context: "",
    outcome_status: null,
    persistent_id: "",
    id: 116_208_998,
    location_subtype: "",
    month: "2024-05",
  },
  {
    category: "bicycle-theft",
    location_type: "Force",
    location: { latitude: "52.481", street: { id: 883_408, name: "On or near Invented Street" }, longitude: "-1.903" },
    context: "",
    outcome_status: { category: "Under investigation", date: "2024-05" },
    persistent_id: "9ad8",
    id: 116_208_999,
    location_subtype: "",
    month: "2024-05",
  },
];

/** 360Giving's registry: https://registry.threesixtygiving.org/data.json (as in ThreeSixtyGiving/registry-classic, tests/samples). */
export function registryEntry(base: string): Readonly<Record<string, unknown>> {
  return {
    title: "Grants awarded since 2015",
    description: "",
    identifier: "a002400000oaHKhAAM",
    license: "https://creativecommons.org/licenses/by/4.0/",
    license_name: "Creative Commons Attribution 4.0 International (CC BY 4.0)",
    issued: "2023-08-31",
    modified: "2024-01-05T11:00:28+0000",
    publisher: { name: "The Amble Trust (invented)", website: "", prefix: "360G-Amble" },
    distribution: [{ downloadURL: `${base}/files/grants.csv`, accessURL: base, title: "Grants awarded since 2015" }],
    datagetter_metadata: { file_type: "csv", valid: true },
  };
}

/** Opendatasoft Explore API v2.1: https://help.opendatasoft.com/apis/ods-explore-v2/ */
export const opendatasoftDataSet: Readonly<Record<string, unknown>> = {
  dataset_id: "amble-trees",
  has_records: true,
  metas: {
    default: {
      title: "Amble trees (invented)",
      publisher: "Amble Borough Council (invented)",
      license: "Open Government Licence v3.0",
      modified: "2024-03-02T10:00:00+00:00",
    },
  },
};
