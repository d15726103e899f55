/**
 * People in a notebook: roles, who asks to come in, who has the keyboard, raised hands, suggestions and the chat line.
 * POST /api/rooms/:room/people PeopleCommand → PeopleReply; what changes is told on the room's socket as a PeopleNotice.
 * GET there answers `{ notices: PeopleNotice[] }`: all that the caller's page would be told now.
 * What each role may do is enforced by the server for every update (server/src/rooms/SPEC.md, RO21 and after).
 */
import { z } from "zod";

/** Each may do what those before it may: look; propose changes to cells; change the notebook; run its cells. */
export type RoomRole = "observe" | "suggest" | "edit" | "run";
export const roomRoles: readonly RoomRole[] = ["observe", "suggest", "edit", "run"];
export const RoomRole: z.ZodType<RoomRole> = z.enum(["observe", "suggest", "edit", "run"]);

/** Whether `role` allows what `wanted` allows. Nobody (undefined) may anything. */
export function roleReaches(role: RoomRole | undefined, wanted: RoomRole): boolean {
  return role !== undefined && roomRoles.indexOf(role) >= roomRoles.indexOf(wanted);
}

export interface NamedPerson {
  readonly personId: string;
  readonly name: string;
}

/** A question that somebody has about one place: shown in the list of people and on the trainer's board. */
export interface RaisedHand {
  readonly cellId: string;
  /** As people see the place: "cell 4", or the title of an exercise. */
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Somebody of whom there is more to say than that they are here. */
export interface ListedPerson extends NamedPerson {
  readonly color: string;
  /** Given to them by name; null: what everybody has. */
  readonly role: RoomRole | null;
  /** Waits for the owner's answer. */
  readonly asking: boolean;
  /** Looks in while the owner was away; may only look. */
  readonly lookingIn: boolean;
  readonly hand: RaisedHand | null;
}

export interface RoomPeople {
  /** Whose notebook it is; null when it is everybody's. Without a name when they have not been here yet. */
  readonly owner: { readonly personId: string; readonly name: string } | null;
  /** What somebody may do who was given nothing by name; null: they have to ask first. */
  readonly openAs: RoomRole | null;
  readonly people: readonly ListedPerson[];
  /** "Hands off the keyboard": only this person types, everybody else may suggest. */
  readonly keyboard: NamedPerson | null;
  /** Somebody asks the owner for that. */
  readonly keyboardAsked: { readonly by: NamedPerson; readonly keyboard: NamedPerson } | null;
  /** Asks everybody to follow. */
  readonly attention: NamedPerson | null;
}

/** A look at somebody's notebook while they were away. */
export interface Visit extends NamedPerson {
  readonly id: string;
  readonly from: number;
  /** Null while they are still here, or when the server stopped in between. */
  readonly until: number | null;
  readonly seen: boolean;
}

export interface Suggestion {
  readonly id: string;
  readonly cellId: string;
  readonly author: NamedPerson;
  /** What the cell said when it was made. */
  readonly base: string;
  readonly text: string;
  readonly at: number;
  readonly state: "open" | "accepted" | "declined" | "withdrawn";
  readonly decidedBy: NamedPerson | null;
}

export interface ChatMessage {
  readonly id: string;
  readonly author: NamedPerson;
  readonly color: string;
  readonly text: string;
  readonly cellId: string | null;
  readonly at: number;
}

export const longestMessage: number = 500;
export const longestSuggestion: number = 64 * 1024;

/** Told to the pages of a room, each as one raw frame. A page that waits hears `waiting` and nothing else. */
export type PeopleNotice =
  | { readonly type: "waiting"; readonly state: "asking" | "declined" | "absent"; readonly owner: string }
  | { readonly type: "role"; readonly role: RoomRole; readonly manages: boolean }
  | ({ readonly type: "people" } & RoomPeople)
  /** Only to the owner. */
  | { readonly type: "visits"; readonly visits: readonly Visit[] }
  /** All that are open or were decided lately, on joining. */
  | { readonly type: "suggestions"; readonly suggestions: readonly Suggestion[] }
  | { readonly type: "suggestion"; readonly suggestion: Suggestion }
  /** The latest, oldest first, on joining. */
  | { readonly type: "messages"; readonly messages: readonly ChatMessage[] }
  | { readonly type: "message"; readonly message: ChatMessage }
  | { readonly type: "message-erased"; readonly id: string };

const namedPerson = z.object({ personId: z.string(), name: z.string() });

const suggestion: z.ZodType<Suggestion> = z.object({
  id: z.string(),
  cellId: z.string(),
  author: namedPerson,
  base: z.string(),
  text: z.string(),
  at: z.number(),
  state: z.enum(["open", "accepted", "declined", "withdrawn"]),
  decidedBy: namedPerson.nullable(),
});

const message: z.ZodType<ChatMessage> = z.object({
  id: z.string(),
  author: namedPerson,
  color: z.string(),
  text: z.string(),
  cellId: z.string().nullable(),
  at: z.number(),
});

const listedPerson: z.ZodType<ListedPerson> = namedPerson.extend({
  color: z.string(),
  role: RoomRole.nullable(),
  asking: z.boolean(),
  lookingIn: z.boolean(),
  hand: z.object({ cellId: z.string(), label: z.string(), at: z.number() }).nullable(),
});

const visit: z.ZodType<Visit> = namedPerson.extend({
  id: z.string(),
  from: z.number(),
  until: z.number().nullable(),
  seen: z.boolean(),
});

export const PeopleNotice: z.ZodType<PeopleNotice> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("waiting"), state: z.enum(["asking", "declined", "absent"]), owner: z.string() }),
  z.object({ type: z.literal("role"), role: RoomRole, manages: z.boolean() }),
  z.object({
    type: z.literal("people"),
    owner: namedPerson.nullable(),
    openAs: RoomRole.nullable(),
    people: z.array(listedPerson),
    keyboard: namedPerson.nullable(),
    keyboardAsked: z.object({ by: namedPerson, keyboard: namedPerson }).nullable(),
    attention: namedPerson.nullable(),
  }),
  z.object({ type: z.literal("visits"), visits: z.array(visit) }),
  z.object({ type: z.literal("suggestions"), suggestions: z.array(suggestion) }),
  z.object({ type: z.literal("suggestion"), suggestion }),
  z.object({ type: z.literal("messages"), messages: z.array(message) }),
  z.object({ type: z.literal("message"), message }),
  z.object({ type: z.literal("message-erased"), id: z.string() }),
]);

/** What GET answers. A newer server may tell of more than a page knows. */
export interface RoomNotices {
  readonly notices: readonly Readonly<Record<string, unknown>>[];
}
export const RoomNotices: z.ZodType<RoomNotices> = z.object({ notices: z.array(z.record(z.string(), z.unknown())) });

const id: z.ZodType<string> = z.string().min(1).max(64);

/** What a person may ask for. Whether they may is decided behind the door. */
export type PeopleCommand =
  /** Once more, after "not now". */
  | { readonly type: "ask" }
  /** While the owner is away; the owner is told. */
  | { readonly type: "look-in" }
  /** Owner: lets somebody in, changes what they may do, or (null) shows them out. */
  | { readonly type: "give"; readonly personId: string; readonly role: RoomRole | null }
  /** Owner: what those may do who come without being asked about; null: ask first. */
  | { readonly type: "open-as"; readonly role: RoomRole | null }
  /** Owner: at once. Others: asks the owner. Null ends it. */
  | { readonly type: "keyboard"; readonly personId: string | null }
  | { readonly type: "answer-keyboard"; readonly yes: boolean }
  | { readonly type: "attention"; readonly on: boolean }
  | { readonly type: "raise-hand"; readonly cellId: string }
  /** Without a person: one's own. */
  | { readonly type: "lower-hand"; readonly personId?: string | undefined }
  | { readonly type: "see-visits" }
  | { readonly type: "suggest"; readonly cellId: string; readonly base: string; readonly text: string }
  | { readonly type: "withdraw"; readonly id: string }
  /** `replace`: also when the cell was changed in the same lines meanwhile. */
  | { readonly type: "accept"; readonly id: string; readonly replace?: boolean | undefined }
  | { readonly type: "decline"; readonly id: string }
  | { readonly type: "say"; readonly text: string; readonly cellId: string | null }
  | { readonly type: "erase-message"; readonly id: string };

export const PeopleCommand: z.ZodType<PeopleCommand> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ask") }),
  z.strictObject({ type: z.literal("look-in") }),
  z.strictObject({ type: z.literal("give"), personId: id, role: RoomRole.nullable() }),
  z.strictObject({ type: z.literal("open-as"), role: RoomRole.nullable() }),
  z.strictObject({ type: z.literal("keyboard"), personId: id.nullable() }),
  z.strictObject({ type: z.literal("answer-keyboard"), yes: z.boolean() }),
  z.strictObject({ type: z.literal("attention"), on: z.boolean() }),
  z.strictObject({ type: z.literal("raise-hand"), cellId: id }),
  z.strictObject({ type: z.literal("lower-hand"), personId: id.optional() }),
  z.strictObject({ type: z.literal("see-visits") }),
  z.strictObject({
    type: z.literal("suggest"),
    cellId: id,
    base: z.string().max(longestSuggestion),
    text: z.string().max(longestSuggestion),
  }),
  z.strictObject({ type: z.literal("withdraw"), id }),
  z.strictObject({ type: z.literal("accept"), id, replace: z.boolean().optional() }),
  z.strictObject({ type: z.literal("decline"), id }),
  z.strictObject({
    type: z.literal("say"),
    text: z.string().trim().min(1).max(longestMessage),
    cellId: id.nullable(),
  }),
  z.strictObject({ type: z.literal("erase-message"), id }),
]);

/** `changed-meanwhile`: both sides changed the same lines, nothing was written; `now` is what the cell says. */
export type PeopleReply = { readonly type: "done" } | { readonly type: "changed-meanwhile"; readonly now: string };
export const PeopleReply: z.ZodType<PeopleReply> = z.discriminatedUnion("type", [
  z.object({ type: z.literal("done") }),
  z.object({ type: z.literal("changed-meanwhile"), now: z.string() }),
]);
