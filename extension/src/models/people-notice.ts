/** What is told of the people in a room, out of all that is told: the one place where it is taken from JSON. No DOM. */
import { PeopleNotice } from "@data-surgery/contract";
import type { Notice } from "./room-notice.js";

const types: Readonly<Record<PeopleNotice["type"], true>> = {
  waiting: true,
  role: true,
  people: true,
  visits: true,
  suggestions: true,
  suggestion: true,
  messages: true,
  message: true,
  "message-erased": true,
};

/** Undefined for all else, which a newer server may say too. @throws ZodError for one of these that is not as agreed */
export function readPeopleNotice(notice: Notice): PeopleNotice | undefined {
  const { type } = notice;
  return typeof type === "string" && Object.hasOwn(types, type) ? PeopleNotice.parse(notice) : undefined;
}
