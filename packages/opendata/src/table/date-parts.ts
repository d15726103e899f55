const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** The year of a date such as "2024-05-01"; undefined where there is no date. @example year(row.date) */
export function year(date: unknown): number | undefined {
  return partsOf(date)?.[0];
}

/** The month of a date, 1 for January; undefined where there is no date. */
export function month(date: unknown): number | undefined {
  return partsOf(date)?.[1];
}

/** The day of the week of a date, "Monday" to "Sunday"; undefined where there is no date. */
export function weekday(date: unknown): string | undefined {
  const parts = partsOf(date);
  if (parts === undefined) return undefined;
  // setUTCFullYear, because Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const day = new Date(0);
  day.setUTCFullYear(parts[0], parts[1] - 1, parts[2]);
  return days[day.getUTCDay()];
}

/** Year, month and day of a date as tables hold it, if there is such a day. */
function partsOf(date: unknown): readonly [number, number, number] | undefined {
  const found = typeof date === "string" ? /^(\d{4})-(\d\d)-(\d\d)(?![\d])/.exec(date) : null;
  if (found === null) return undefined;
  const [year, month, day] = found.slice(1).map(Number) as [number, number, number];
  const last = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= last ? [year, month, day] : undefined;
}
