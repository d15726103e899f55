/** The frames of packages/contract runner-protocol.ts: 4 bytes length, big endian, then a v8-serialised value. */
import { longestRunnerFrame } from "@data-surgery/contract";
import { deserialize, serialize } from "node:v8";

export class BadFrameError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "BadFrameError";
  }
}

/** @throws RangeError when the value is too long for one frame */
export function encodeFrame(value: unknown): Buffer {
  const body = serialize(value);
  if (body.length > longestRunnerFrame) throw new RangeError("That is too long to be sent to the runner.");
  const head = Buffer.allocUnsafe(4);
  head.writeUInt32BE(body.length, 0);
  return Buffer.concat([head, body]);
}

/** Puts frames together from whatever chunks arrive. Holds at most one frame's worth of bytes. */
export class FrameReader {
  #kept: Buffer = Buffer.alloc(0);

  /** @throws BadFrameError when a frame is too long or does not decode; nothing after it may be used */
  push(chunk: Buffer): unknown[] {
    let rest = Buffer.concat([this.#kept, chunk]);
    const values: unknown[] = [];
    while (rest.length >= 4) {
      const length = rest.readUInt32BE(0);
      if (length > longestRunnerFrame) throw new BadFrameError(`A frame of ${length} bytes.`);
      if (rest.length < 4 + length) break;
      values.push(decode(rest.subarray(4, 4 + length)));
      rest = rest.subarray(4 + length);
    }
    this.#kept = rest;
    return values;
  }
}

function decode(bytes: Buffer): unknown {
  try {
    return deserialize(bytes);
  } catch (error) {
    throw new BadFrameError("A frame that does not decode.", { cause: error });
  }
}
