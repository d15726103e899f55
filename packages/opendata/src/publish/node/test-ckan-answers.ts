/** Answers of CKAN 2.11.6, for the stand-in of tests. */

export const licenceAnswer: readonly object[] = [
  { id: "notspecified", title: "License not specified" },
  { id: "odc-odbl", title: "Open Data Commons Open Database License (ODbL)" },
  { id: "cc-by", title: "Creative Commons Attribution" },
  { id: "cc-zero", title: "Creative Commons CCZero" },
  { id: "uk-ogl", title: "UK Open Government Licence (OGL)" },
];

export const organisationAnswer = (name: string): object => ({ id: `id-of-${name}`, name, title: `Title of ${name}` });

export const dataSetAnswer = (): Record<string, unknown> => ({
  author: null,
  state: "active",
  resources: [],
  tags: [],
  extras: [],
});

export const resourceAnswer = (): Record<string, unknown> => ({ url_type: null });

export const errorAnswer: Readonly<Record<"authorization" | "notFound" | "nameTaken" | "match", object>> = {
  authorization: { success: false, error: { message: "Access denied", __type: "Authorization Error" } },
  notFound: { success: false, error: { message: "Not found", __type: "Not Found Error" } },
  nameTaken: { success: false, error: { name: ["That URL is already in use."], __type: "Validation Error" } },
  match: { success: false, error: { match: ["metadata_modified"], __type: "Validation Error" } },
};
