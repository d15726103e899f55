import type { Visitor } from "@data-surgery/contract";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRoomServer, testVisitor, type RoomServer } from "./test-room-server.js";

const notebook = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] });
const folder = "people/dana/loans";
const path = `${folder}/loans.ipynb`;

interface Shared {
  readonly server: RoomServer;
  readonly documentId: string;
  readonly sam: Visitor;
  readonly dana: Visitor;
}

async function share(server: RoomServer): Promise<Shared> {
  await mkdir(join(server.folder, "files", folder), { recursive: true });
  for (const name of ["loans.ipynb", "other.ipynb"])
    await writeFile(join(server.folder, "files", folder, name), notebook);
  await writeFile(join(server.folder, "files", folder, "loans.csv"), "a\n");
  const documentId = (await server.rooms.session(path, "notebook")).record.id;
  const [dana, sam] = [testVisitor("learner-dana"), testVisitor("learner-sam")];
  if (dana === undefined || sam === undefined) throw new Error("Both are visitors.");
  return { server, documentId, dana, sam: { ...sam, guestIn: [{ place: folder, documentId }] } };
}

test("RO22 the files beside a notebook are a guest's as far as the notebook is, at once and also while nobody has it open", async () => {
  await using server = await openRoomServer();
  const { documentId, dana, sam } = await share(server);
  const roleAt = (name: string) => server.rooms.rights.roleAt(sam, `${folder}/${name}`);
  expect([await roleAt("loans.ipynb"), await roleAt("loans.csv")]).toEqual([undefined, undefined]);
  await server.rooms.admit(documentId, sam, "suggest", Date.now());
  expect([await roleAt("loans.ipynb"), await roleAt("loans.csv")]).toEqual(["suggest", "suggest"]);
  // Another notebook of the folder is asked for like any other.
  expect(await roleAt("other.ipynb")).toBeUndefined();
  expect(await server.rooms.rights.roleAt({ ...sam, guestIn: [] }, path)).toBeUndefined();
  await server.rooms.showOut(documentId, dana, "sam");
  expect([await roleAt("loans.ipynb"), await roleAt("loans.csv")]).toEqual([undefined, undefined]);
});

test("RO21 a guest runs what their role lets them run, in that notebook alone", async () => {
  await using server = await openRoomServer();
  const { documentId, sam } = await share(server);
  const kernelAt = (name: string) => server.rooms.rights.kernelRightsAt(sam, `${folder}/${name}`);
  await server.rooms.admit(documentId, sam, "edit", Date.now());
  expect(kernelAt("loans.ipynb")).toEqual({ look: true, run: false, stop: false });
  for (const name of ["other.ipynb", "notes.txt", ""])
    expect([name, kernelAt(name)]).toEqual([name, { look: false, run: false, stop: false }]);
  const after = Date.now() + 1;
  await server.rooms.admit(documentId, sam, "run", after);
  expect(kernelAt("loans.ipynb")).toEqual({ look: true, run: true, stop: true });
});
