import type { Profile } from "../profile/profile.js";
import type { ColumnRoles } from "./column-roles.js";

/** Questions that people forget to ask of a file, chosen by what its columns are. At most six. */
export function questionsToAsk(rows: string, { columns }: Profile, roles: ColumnRoles): string[] {
  const gaps = columns.filter(({ missing }) => missing > 0).toSorted((one, other) => other.missing - one.missing)[0];
  const outlier = columns.find(({ outliers }) => outliers.length > 0);
  const time = roles.date ?? roles.year;
  return [
    `Who collected this, and what for? What would they have left out?`,
    gaps === undefined
      ? undefined
      : `“${gaps.name}” is missing in ${gaps.missing.toLocaleString("en-GB")} ${rows}. Is it missing by chance, or for some kinds of ${rows} more than for others?`,
    outlier === undefined
      ? undefined
      : `The largest and smallest “${outlier.name}” lie far from the rest. Are they right, or slips of the keyboard?`,
    time === null
      ? `From which time is it? Is there an older one to compare it with?`
      : `Did anything change in how ${rows} were counted between the first and the last “${time.name}”?`,
    roles.place === null
      ? undefined
      : `Are there more ${rows} in some places because more people live there? Work out ${rows} for each 1,000 people before you compare places.`,
    roles.category === null
      ? undefined
      : `Does each “${roles.category.name}” mean the same to everybody who filled it in?`,
    roles.money === null
      ? undefined
      : `Is the mean of “${roles.money.name}” pulled up by a few large ones? Compare it with the median.`,
  ]
    .filter((question) => question !== undefined)
    .slice(0, 6);
}
