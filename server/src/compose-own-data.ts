/** What people may do with what is kept about them, from their own page. Part of `compose.ts`. */
import { AppError, type Visitor } from "@data-surgery/contract";
import type { Ground, Notebooks, People } from "./compose.js";
import type { SurgeryParts } from "./compose-surgeries.js";
import type { AnyRoute, RenderPage } from "./http/index.js";
import { ownDataRoutes } from "./identity/index.js";
import { eraseFromNotebooks } from "./person-erasure.js";
import { everythingAbout, withoutOthers } from "./person-records.js";

export interface OwnDataParts {
  readonly people: People;
  readonly notebooks: Notebooks;
  readonly surgeries: SurgeryParts;
  readonly renderPage: RenderPage;
}

export function ownDataDoors(
  { store }: Ground,
  { people: { identity }, notebooks: { rooms, versions }, surgeries, renderPage }: OwnDataParts,
): AnyRoute[] {
  const { signUps } = surgeries;
  return ownDataRoutes({
    identity,
    renderPage,
    exportOf: (visitor) => exportOwn(visitor, { store, identity, rooms, versions }, surgeries),
    surgeries: {
      countOf: async (personId) => (await signUps.contactsOf(personId)).length,
      eraseOf: async (personId) => {
        for (const { contactId } of await signUps.contactsOf(personId)) await signUps.eraseContact(contactId);
        await store.reclaim();
      },
    },
  });
}

/** Before the doors open nobody is in a notebook and nothing runs. Whom it fails for stays on the list. */
export async function eraseThoseWhoAsked(
  { folder, store, log }: Ground,
  { rooms, shelf }: Notebooks,
  { identity }: People,
): Promise<void> {
  const asked = await identity.erasuresAsked();
  for (const person of asked) {
    try {
      await eraseFromNotebooks({ folder, store, identity, rooms, shelf }, person);
      log.info("somebody who had asked for it was erased");
    } catch (error) {
      log.error({ err: error }, "erasing somebody who asked for it; tried again at the next start");
    }
  }
  if (asked.length > 0) await store.reclaim();
}

/** What `surgery person export` writes, without the files. */
async function exportOwn(
  { personId }: Visitor,
  sources: Parameters<typeof everythingAbout>[0],
  { signUps }: SurgeryParts,
): Promise<object> {
  const everybody = await sources.identity.everybody();
  const person = everybody.find((one) => one.personId === personId);
  if (person === undefined) throw new AppError("http.not-found");
  const others = everybody.filter((one) => one.personId !== personId);
  const contacts = await signUps.contactsOf(personId);
  return {
    ...withoutOthers(await everythingAbout(sources, person), others),
    surgeries: await Promise.all(contacts.map(({ contactId }) => signUps.exportContact(contactId))),
  };
}
