/** Server-sent events (WHATWG HTML, section 9.2): one-way, resumes by itself, passes through every proxy that a venue may have. */
import type { Response } from "express";

export interface EventStream {
  /** False when the reader is too far behind and was cut off; it comes back with Last-Event-ID. */
  send(event: { readonly type: string; readonly id?: string; readonly data: unknown }): boolean;
  close(): void;
}

/** A reader further behind than this is cut off rather than kept in memory. */
const mostBehind = 1024 * 1024;

/** Answers `response` with an event stream that lives until the client goes or `close` is called. Heartbeat every 15 s. */
export function openEventStream(response: Response, onClose: () => void): EventStream {
  response.status(200);
  response.setHeader("Content-Type", "text/event-stream; charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("X-Accel-Buffering", "no");
  response.flushHeaders();
  response.write("retry: 2000\n\n");
  const heartbeat = setInterval(() => response.write(": still here\n\n"), 15_000);
  response.once("close", () => {
    clearInterval(heartbeat);
    onClose();
  });
  return {
    send: ({ type, id, data }) => {
      if (response.destroyed) return false;
      if (response.writableLength > mostBehind) {
        response.destroy();
        return false;
      }
      response.write(`event: ${type}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
      return true;
    },
    close: () => response.end(),
  };
}
