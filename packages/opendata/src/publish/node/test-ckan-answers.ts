/**
 * Answers of a CKAN portal for the stand-in of tests: recorded from CKAN 2.11.6 (with Solr 8.11, PostgreSQL 15, its own settings) on
 * 29 November 2026, for the actions and parameters that are used here. Ids, names and addresses were changed, `help` was left out.
 * What only some portals say (a missing field of their own, a proxy's 413) is written by hand in the tests, in the same shapes.
 */

/** `license_list`: the usual list, as far as it matters. */
export const licenceAnswer: readonly object[] = [
  { id: "notspecified", title: "License not specified", status: "active" },
  { id: "odc-odbl", title: "Open Data Commons Open Database License (ODbL)", status: "active" },
  { id: "cc-zero", title: "Creative Commons CCZero", status: "active" },
  { id: "cc-by", title: "Creative Commons Attribution", status: "active" },
  { id: "uk-ogl", title: "UK Open Government Licence (OGL)", status: "active" },
];

/** One of `organization_list_for_user`. */
export const organisationAnswer = (name: string): object => ({
  id: `id-of-${name}`,
  name,
  title: `Title of ${name}`,
  type: "organization",
  description: "",
  image_url: "",
  is_organization: true,
  approval_status: "approved",
  state: "active",
  capacity: "editor",
  display_name: `Title of ${name}`,
});

/** What `package_create` adds to what it is given. */
export const dataSetAnswer = (): Record<string, unknown> => ({
  author: null,
  author_email: null,
  isopen: true,
  metadata_created: "2026-11-29T23:44:23.742296",
  num_resources: 0,
  num_tags: 0,
  organization: { name: "invented-group", title: "Title of invented-group", type: "organization", state: "active" },
  state: "active",
  type: "dataset",
  url: null,
  version: null,
  extras: [],
  resources: [],
  tags: [],
  groups: [],
  relationships_as_subject: [],
  relationships_as_object: [],
});

/** What a resource has besides what it is given. */
export const resourceAnswer = (): Record<string, unknown> => ({
  cache_last_updated: null,
  cache_url: null,
  created: "2026-11-29T23:44:33.476960",
  hash: "",
  last_modified: "2026-11-29T23:44:32.030725",
  mimetype_inner: null,
  resource_type: null,
  state: "active",
  url_type: null,
});

const error = (type: string, rest: object): object => ({ error: { __type: type, ...rest }, success: false });

export const errorAnswer: Readonly<
  Record<"authorization" | "notFound" | "nameTaken" | "match" | "tooLarge" | "fields", object>
> = {
  /** 403 */
  authorization: error("Authorization Error", {
    message: "Access denied: User  not authorized to edit package dc145403-cd12-4a3b-8ccf-b0a2ecdf1984",
  }),
  /** 404 */
  notFound: error("Not Found Error", { message: "Not found" }),
  /** 409, as the following. */
  nameTaken: error("Validation Error", { name: ["That URL is already in use."] }),
  match: error("Validation Error", { match: ["metadata_modified"] }),
  tooLarge: error("Validation Error", { upload: ["File upload too large"] }),
  fields: error("Validation Error", {
    maintainer_email: ["Email nope is not a valid format"],
    resources: [{}, { last_modified: ["Date format incorrect"] }, {}],
    tags: [
      'Tag "a&b" can only contain alphanumeric characters, spaces (" "), hyphens ("-"), underscores ("_") or dots (".")',
    ],
  }),
};
