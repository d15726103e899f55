import type { NewDataSet } from "./data-sets.js";
import { emptyDraft } from "./draft.js";

/** Invented: what a data set begins with, where a test asks no more of it. */
export const plainSet: NewDataSet = {
  keeperId: "ada",
  workshopId: "w",
  title: "Visits",
  draft: emptyDraft,
  remindTo: "",
  file: "",
  sourcePath: "",
  notebook: "",
};
