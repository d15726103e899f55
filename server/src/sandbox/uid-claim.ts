/**
 * A system user that no other server on this computer lends at the same time: what ends one person's processes ends all of that
 * user. The claim is a socket with a name of its own (unix(7), abstract), so the system takes it back however its holder ends.
 */
import { once } from "node:events";
import { createServer } from "node:net";

export interface UidClaim extends AsyncDisposable {
  readonly uid: number;
}

/** Undefined when somebody else has it. */
export async function claimUid(uid: number): Promise<UidClaim | undefined> {
  const socket = createServer();
  socket.listen(`\0data-surgery-uid-${uid}`);
  try {
    await once(socket, "listening");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") return undefined;
    throw error;
  }
  socket.unref();
  return {
    uid,
    [Symbol.asyncDispose]: async () => {
      const closed = once(socket, "close");
      socket.close();
      await closed;
    },
  };
}
