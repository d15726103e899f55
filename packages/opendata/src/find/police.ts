/**
 * data.police.uk (https://data.police.uk/docs/): street-level crimes within a mile of a place in one month, and which forces and
 * months there are. Places are moved to the nearest of some hundred thousand points, so they are near and not exact.
 */
import { OpenDataError } from "../open-data-error.js";
import { dateOf, partOf, strangeAnswer } from "./answer-parts.js";
import type { FoundData, OpenWishes, Portal } from "./portal.js";
import { withWords } from "./words-in.js";

const id = "police.uk";
const publisher = "data.police.uk (the police forces of England, Wales and Northern Ireland)";
const licence = "Open Government Licence v3.0";

interface Question {
  readonly title: string;
  readonly about: string;
  /** The path of its page of documentation, by which it is known again. */
  readonly page: string;
  readonly path: string;
  readonly needsPlace: boolean;
}

const questions: readonly Question[] = [
  {
    title: "Street-level crimes within a mile of a place, by month",
    about: "crime crimes police street burglary theft violence antisocial behaviour outcome",
    page: "/docs/method/crime-street/",
    path: "/api/crimes-street/all-crime",
    needsPlace: true,
  },
  {
    title: "Outcomes of street-level crimes within a mile of a place, by month",
    about: "crime crimes police outcomes court charge",
    page: "/docs/method/outcomes-at-location/",
    path: "/api/outcomes-at-location",
    needsPlace: true,
  },
  {
    title: "Stop and search within a mile of a place, by month",
    about: "police stops searches",
    page: "/docs/method/stops-street/",
    path: "/api/stops-street",
    needsPlace: true,
  },
  {
    title: "Months for which there are street-level crimes",
    about: "crime dates police",
    page: "/docs/method/crimes-street-dates/",
    path: "/api/crimes-street-dates",
    needsPlace: false,
  },
  {
    title: "Police forces",
    about: "police constabulary names",
    page: "/docs/method/forces/",
    path: "/api/forces",
    needsPlace: false,
  },
];

/** @param base "https://data.police.uk" */
export function policePortal(base: string): Portal {
  const dataSet = ({ title, page }: Question): FoundData => ({
    title,
    address: `${base}${page}`,
    portal: id,
    publisher,
    licence,
    formats: "JSON",
  });
  const asked = (address: URL): Question | undefined => questions.find(({ page }) => page === address.pathname);
  return {
    id,
    name: id,
    // They are few and known: nothing is asked, so this works without internet too.
    search: (words, most) =>
      Promise.resolve(
        withWords(questions, words, ({ title, about }) => [title, about])
          .slice(0, most)
          .map(dataSet),
      ),
    owns: (address) => address.host === new URL(base).host && asked(address) !== undefined,
    resources: async (address, ask, wishes) => {
      const question = asked(address);
      if (question === undefined) throw strangeAnswer(id);
      const file = `${base}${question.path}${question.needsPlace ? placeAndMonth(wishes) : ""}`;
      const updated = dateOf(partOf(await ask.json(`${base}/api/crime-last-updated`), "date"));
      const found = dataSet(question);
      const files = [{ title: titleOf(question, wishes), format: "JSON", address: file }];
      return { ...found, ...(updated === undefined ? {} : { updated }), files };
    },
  };
}

function titleOf({ title, needsPlace }: Question, { near, month }: OpenWishes): string {
  if (!needsPlace || near === undefined) return title;
  return `${title.replace(" a place, by month", "")} ${near.latitude}, ${near.longitude}, ${month ?? "the latest month"}`;
}

function placeAndMonth({ near, month }: OpenWishes): string {
  if (near === undefined) {
    throw new OpenDataError(
      "place-needed",
      'This asks what happened around a place: say where, in degrees. For instance: open(…, { near: { latitude: 52.4797, longitude: -1.9027 }, month: "2024-05" })',
    );
  }
  const { latitude, longitude } = near;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
    throw new OpenDataError(
      "place-needed",
      `${latitude}, ${longitude} is no place in degrees. Latitudes in the United Kingdom are from 49 to 61, longitudes from -9 to 2; toLatLong works them out from eastings and northings.`,
    );
  }
  if (month !== undefined && !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) {
    throw new OpenDataError("place-needed", `“${month}” is no month. Write it like this: "2024-05".`);
  }
  return `?lat=${latitude}&lng=${longitude}${month === undefined ? "" : `&date=${month}`}`;
}
