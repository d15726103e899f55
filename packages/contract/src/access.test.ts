import { expect, test } from "vitest";
import { guestPlaceAt, mayTouchPath, standingAt, type Visitor } from "./access.js";

const guest: Visitor = {
  personId: "sam",
  name: "Sam",
  role: "learner",
  workshopId: "w",
  home: "sam",
  color: "#000000",
  guestIn: [
    { place: "people/dana/tool loans", documentId: "d" },
    { place: "people/eve/one.ipynb", documentId: "e" },
  ],
};

test("a guest reaches what they were asked into and nothing beside it, and stays a helper there", () => {
  const inside = ["people/dana/tool loans", "people/dana/tool loans/loans.csv", "people/eve/one.ipynb"];
  const outside = [
    "people/dana",
    "people/dana/tool loans 2/x.csv",
    "people/dana/tool loan",
    "people/eve/two.ipynb",
    "lessons/x",
  ];
  for (const intent of ["read", "write"] as const) {
    expect(inside.map((path) => mayTouchPath(guest, path, intent))).toEqual([true, true, true]);
    expect(outside.map((path) => mayTouchPath(guest, path, intent))).toEqual(outside.map(() => false));
  }
  expect(inside.map((path) => standingAt(guest, path))).toEqual(["helper", "helper", "helper"]);
  expect(standingAt(guest, "people/dana")).toBe("stranger");
  expect(guestPlaceAt(guest, "people/dana/tool loans/a/b")?.documentId).toBe("d");
});
