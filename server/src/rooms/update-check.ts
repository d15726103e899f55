/**
 * What an update claims to be, before it touches a document (SPEC RO5, RO6). Every client id belongs to one person: the first who
 * writes with it. Without that, thirteen forged bytes under somebody else's id make the server deaf to that person's later text.
 */
import { AppError } from "@data-surgery/contract";
import { isDeeperThan } from "@data-surgery/jupyter";
import * as Y from "yjs";

export interface UpdateContext {
  /** How much of this client's history the document holds. */
  held(client: number): number;
  /** Whose id it is for good; undefined while nobody's. */
  ownerOf(client: number): string | undefined;
  /** Who is here under this id and may not have written with it yet. */
  speakerOf(client: number): string | undefined;
}

export interface CheckedUpdate {
  /** Ids with something new in this update. */
  readonly clients: readonly number[];
  /** Those of them that nobody wrote with before. */
  readonly claims: readonly number[];
}

/** A whole working day of one person is some 100,000; a pasted file may be a few million. */
const largestJump = 10_000_000;
/** Deeper values could be taken in, but the file of the notebook could not be written any more. */
const deepest = 200;
/** Ids that one frame may bring for the first time: a device that was away through many reloads has some dozens. */
const mostNewIds = 200;

/**
 * @throws AppError `rooms.bad-frame` when it can't be read, leaps, or writes with somebody else's id
 */
export function checkUpdate(update: Uint8Array, personId: string, context: UpdateContext): CheckedUpdate {
  const clients: number[] = [];
  const claims: number[] = [];
  for (const [client, end] of readEnds(update)) {
    const held = context.held(client);
    if (end <= held) continue;
    if (end - held > largestJump) throw badFrame(`it leaps ${end - held} steps ahead`);
    clients.push(client);
    const owner = context.ownerOf(client);
    if ((owner ?? context.speakerOf(client) ?? personId) !== personId) {
      throw badFrame("it writes with the id of somebody else");
    }
    if (owner === undefined) claims.push(client);
  }
  if (claims.length > mostNewIds) throw badFrame("it brings too many new ids");
  return { clients, claims };
}

function readEnds(update: Uint8Array): Map<number, number> {
  try {
    for (const struct of Y.decodeUpdate(update).structs)
      if (struct instanceof Y.Item && isDeeperThan(valuesOf(struct.content), deepest))
        throw new Error("It is too deep.");
    return Y.parseUpdateMeta(update).to;
  } catch (error) {
    throw new AppError("rooms.bad-frame", {}, { cause: error });
  }
}

/** Plain values of people: those that Yjs keeps as they are. */
function valuesOf(content: Y.Item["content"]): unknown {
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr;
  if (content instanceof Y.ContentEmbed) return content.embed;
  return content instanceof Y.ContentFormat ? content.value : null;
}

function badFrame(reason: string): AppError {
  return new AppError("rooms.bad-frame", {}, { cause: new Error(`The update was refused: ${reason}.`) });
}
