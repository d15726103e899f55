/**
 * The register of charities of England and Wales as its Commission gives it out: one zip with one JSON file for each table
 * (https://register-of-charities.charitycommission.gov.uk/register/full-register-download). Their API
 * (https://api-portal.charitycommission.gov.uk) answers only with a key that each person asks for, so it is not used.
 */
import type { FoundData, Portal } from "./portal.js";
import { withWords } from "./words-in.js";

const id = "charity-commission";

const tables = [
  ["charity", "Charities: name, number, status, income, address", "register registered postcode"],
  ["charity_annual_return_history", "Annual returns of charities: income and spending by year", "money finance"],
  ["charity_area_of_operation", "Where charities work", "areas places local authority"],
  ["charity_classification", "What charities do, for whom and how", "purpose causes"],
  ["charity_other_names", "Other names of charities", "working names"],
  ["charity_policy", "Policies that charities say they have", "safeguarding"],
  ["charity_governing_document", "Governing documents and objects of charities", "purposes"],
  ["charity_event_history", "Registrations, removals and mergers of charities", "events closed"],
] as const;

/** @param pages where the page of the downloads is @param files where the extracts lie */
export function charityRegister(pages: string, files: string): Portal {
  const page = `${pages}/register/full-register-download`;
  const dataSet = ([table, title]: (typeof tables)[number]): FoundData => ({
    title,
    address: `${page}#${table}`,
    portal: id,
    publisher: "Charity Commission for England and Wales",
    licence: "Open Government Licence v3.0",
    formats: "ZIP",
    files: [{ title, format: "ZIP", address: `${files}/data/json/publicextract.${table}.zip` }],
  });
  const asked = (address: URL): (typeof tables)[number] | undefined =>
    tables.find(([table]) => address.href === `${page}#${table}`);
  return {
    id,
    name: "Charity Commission",
    search: (words, most) =>
      Promise.resolve(
        withWords(tables, words, ([, title, more]) => [title, `${more} charity charities`])
          .slice(0, most)
          .map(dataSet),
      ),
    owns: (address) => asked(address) !== undefined,
    resources: (address) => Promise.resolve(dataSet(asked(address) ?? tables[0])),
  };
}
