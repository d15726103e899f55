/** What happens when: a few lines that an organiser may change, and which of them is now. Pure. */
import { tidy, type Kind, type Parsed } from "../announcement.js";
import type { Span } from "../local-time.js";

export interface AgendaItem {
  readonly minutes: number;
  readonly what: string;
}

const minute = 60_000;
const most = { items: 12, minutes: 480, what: 80 } as const;

/** The ready-made one, as long as the date is. */
export function readyAgenda(kind: Kind, { startsAt, endsAt }: Span): AgendaItem[] {
  const length = Math.round((endsAt - startsAt) / minute);
  const edge = length >= 60 ? 10 : Math.max(1, Math.floor(length / 6));
  const middle = Math.max(1, length - 2 * edge);
  const end = { minutes: edge, what: "What was good, what next, when is the next one" };
  if (kind === "surgery") {
    return [
      { minutes: edge, what: "Arrive, get a drink, say what you came for" },
      { minutes: middle, what: "Side by side, with your own file" },
      end,
    ];
  }
  const half = Math.max(1, Math.floor((middle - edge) / 2));
  return [
    { minutes: edge, what: "Welcome, and the first cell" },
    { minutes: half, what: "The lesson, each at their own pace" },
    { minutes: edge, what: "Break" },
    { minutes: Math.max(1, middle - half - edge), what: "The lesson goes on" },
    end,
  ];
}

export interface AgendaLine extends AgendaItem, Span {}

/** Each with the times at which it is. */
export function agendaLines(items: readonly AgendaItem[], startsAt: number): AgendaLine[] {
  let at = startsAt;
  return items.map((item) => {
    const line = { ...item, startsAt: at, endsAt: at + item.minutes * minute };
    at = line.endsAt;
    return line;
  });
}

export function lineNow(lines: readonly AgendaLine[], now: number): AgendaLine | undefined {
  return lines.find(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
}

export const agendaText = (items: readonly AgendaItem[]): string =>
  items.map(({ minutes, what }) => `${minutes} ${what}`).join("\n");

/** `15 Welcome`, a line each. An empty field is the ready-made agenda again. */
export function parseAgenda(typed: string): Parsed<readonly AgendaItem[]> {
  const lines = tidy(typed)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const faulty = (agenda: string): Parsed<readonly AgendaItem[]> => ({ type: "faulty", faults: { agenda } });
  if (lines.length > most.items) return faulty(`That is ${lines.length} lines. There is room for ${most.items}.`);
  const items: AgendaItem[] = [];
  for (const line of lines) {
    const [, minutes = "", what = ""] = /^(\d{1,3})\s*(?:min(?:ute)?s?\b\.?)?[\s:,–-]*(.*)$/i.exec(line) ?? [];
    const shown = line.length > 40 ? `${line.slice(0, 40)}…` : line;
    if (minutes === "" || Number(minutes) === 0 || what === "")
      return faulty(`“${shown}” needs minutes first, then what: 15 Welcome`);
    if (what.length > most.what) return faulty(`“${shown}” is too long for the wall: at most ${most.what} characters.`);
    items.push({ minutes: Number(minutes), what });
  }
  const all = items.reduce((sum, { minutes }) => sum + minutes, 0);
  return all > most.minutes ? faulty("That is more than eight hours.") : { type: "good", value: items };
}
