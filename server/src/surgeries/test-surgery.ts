/** A surgery as tests announce it. Everything in it is invented. */
import type { Announcement, VenueWords } from "./announcement.js";

export const testVenue: VenueWords = {
  name: "Invented Hall",
  address: "1 Invented Street, B5 6XX",
  mapLink: "https://maps.example.org/?q=1",
  accessNotes: "Step-free from the yard",
  timeZone: "Europe/London",
};

export function testAnnouncement(changes: Partial<Announcement> = {}): Announcement {
  return {
    kind: "surgery",
    title: "Open data for lunch clubs",
    about: "Bring a spreadsheet.",
    hostGroup: "Invented Lunch Club",
    curriculum: "",
    languages: ["English"],
    photoPolicy: "ask",
    capacity: 2,
    firstDate: "2026-12-02",
    starts: "18:00",
    ends: "20:00",
    recurrence: undefined,
    ...changes,
  };
}
