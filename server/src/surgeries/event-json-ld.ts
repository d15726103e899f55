/** A date as search engines and event lists read it: schema.org Event (EducationEvent for workshops) as JSON-LD. */
import { trustedHtml, type Html } from "../http/index.js";
import { Temporal } from "temporal-polyfill";
import type { Surgery, SurgeryDate } from "./surgeries.js";

export type JsonLd = Readonly<Record<string, unknown>>;

export interface EventAddresses {
  readonly url: string;
  readonly image: string;
  /** Places that nobody has taken. */
  readonly left: number;
}

export function eventJsonLd(date: SurgeryDate, { url, image, left }: EventAddresses): JsonLd {
  const { surgery } = date;
  return {
    "@context": "https://schema.org",
    "@type": surgery.kind === "workshop" ? "EducationEvent" : "Event",
    "@id": `${url}#${date.announcedFor}`,
    name: surgery.title,
    description: surgery.about,
    image,
    startDate: withOffset(date.startsAt, surgery),
    endDate: withOffset(date.endsAt, surgery),
    eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
    eventStatus: `https://schema.org/${date.status === "cancelled" ? "EventCancelled" : "EventScheduled"}`,
    location: {
      "@type": "Place",
      name: surgery.venue.name,
      address: surgery.venue.address,
      ...(surgery.venue.mapLink === "" ? {} : { hasMap: surgery.venue.mapLink }),
    },
    organizer: { "@type": "Organization", name: surgery.hostGroup, url },
    inLanguage: surgery.languages,
    isAccessibleForFree: true,
    maximumAttendeeCapacity: surgery.capacity,
    remainingAttendeeCapacity: Math.max(0, left),
    url,
    offers: {
      "@type": "Offer",
      price: "0",
      priceCurrency: "GBP",
      availability: `https://schema.org/${left > 0 && date.status === "on" ? "InStock" : "SoldOut"}`,
      validFrom: withOffset(surgery.createdAt, surgery),
      url,
    },
  };
}

/** As an element. `<` can't end the element from inside a text. */
export function jsonLdElement(things: readonly JsonLd[]): Html {
  const text = JSON.stringify(things.length === 1 ? things[0] : things).replaceAll("<", "\\u003c");
  return trustedHtml(`<script type="application/ld+json">${text}</script>`);
}

/** `2026-12-03T18:00:00+00:00` */
function withOffset(at: number, { venue }: Surgery): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(venue.timeZone)
    .toString({ timeZoneName: "never", smallestUnit: "second" });
}
