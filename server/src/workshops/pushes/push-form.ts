/** What was filled in on the page for sending, and to whom that is. Pure. */
import { longestPush, type Board, type BoardColumn, type PushKind } from "@data-surgery/contract";

/** As typed; people picked by hand stand as `person.<id>`. */
export type PushFields = Readonly<Record<string, string>>;

export interface Audience {
  readonly value: string;
  readonly words: string;
  readonly people: readonly string[];
}

export type PushFaults = Readonly<Partial<Record<"text" | "to", string>>>;

export interface ReadPush {
  readonly kind: PushKind;
  readonly text: string;
  readonly audience: Audience;
}

const pickedValue = "picked";

/** Everybody, those who are at an exercise and don't have it, and those who are stuck as the board sees it. */
export function audiencesOf(board: Board): Audience[] {
  const everybody = { value: "all", words: "Everybody", people: board.rows.map(({ personId }) => personId) };
  const stuck = board.rows.filter(({ alert }) => alert !== undefined && alert.kind !== "silent");
  const groups = board.columns.map((column, at): Audience => {
    const people = board.rows.filter((row) => row.cells[at]?.state === "tried").map(({ personId }) => personId);
    return {
      value: exerciseValue(column),
      words: `Who has tried ${column.label} · ${column.title}, and does not have it yet`,
      people,
    };
  });
  return [
    everybody,
    ...(stuck.length === 0
      ? []
      : [{ value: "stuck", words: "Who asks for help or is stuck", people: stuck.map(({ personId }) => personId) }]),
    ...groups.filter(({ people }) => people.length > 0),
  ];
}

export const exerciseValue = ({ lesson, exercise }: BoardColumn): string => `tried:${lesson}/${exercise}`;

export function readPush(fields: PushFields, board: Board): { readonly push?: ReadPush; readonly faults: PushFaults } {
  const faults: { text?: string; to?: string } = {};
  const text = (fields["text"] ?? "").replaceAll("\r\n", "\n").trim();
  if (text === "") faults.text = "Write what you want to send.";
  if (text.length > longestPush) faults.text = `That is too long: at most ${longestPush} characters.`;
  const audience = audienceIn(fields, board);
  if (audience.people.length === 0) faults.to = "There is nobody to send it to. Choose at least one person.";
  if (Object.keys(faults).length > 0) return { faults };
  return { push: { kind: kindIn(fields), text, audience }, faults };
}

const kindIn = ({ kind }: PushFields): PushKind => (kind === "markdown" || kind === "code" ? kind : "hint");

/** Only people of this board: whatever else was sent is nobody. */
function audienceIn(fields: PushFields, board: Board): Audience {
  const wanted = fields["to"] ?? "";
  const group = audiencesOf(board).find(({ value }) => value === wanted);
  if (group !== undefined) return group;
  const picked = wanted === pickedValue ? board.rows.filter(({ personId }) => `person.${personId}` in fields) : [];
  const words = picked.length === 1 ? "one person" : `${picked.length} people`;
  return { value: pickedValue, words, people: picked.map(({ personId }) => personId) };
}
