import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { WebSocket } from "ws";
import { SocketLine } from "./socket-line.js";

class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  binaryType = "";
  readonly calls: string[] = [];
  closeCode: number | undefined;

  ping(): void {
    this.calls.push("ping");
  }
  pause(): void {
    this.calls.push("pause");
  }
  resume(): void {
    this.calls.push("resume");
  }
  terminate(): void {
    this.calls.push("terminate");
    this.emit("close");
  }
  send(): void {
    this.calls.push("send");
  }
  close(code: number): void {
    this.closeCode = code;
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function openLine(): { socket: FakeSocket; line: SocketLine; received: Uint8Array[] } {
  const socket = new FakeSocket();
  const received: Uint8Array[] = [];
  const line = new SocketLine(socket as unknown as WebSocket, {
    receive: (bytes) => received.push(bytes),
    closed: () => undefined,
    closeReason: () => "",
    now: Date.now,
  });
  return { socket, line, received };
}

test("RO20 a page that answers stays; one that is silent for 15 s is gone", () => {
  const { socket } = openLine();
  for (let beat = 0; beat < 10; beat++) {
    vi.advanceTimersByTime(5000);
    socket.emit("pong");
  }
  expect(socket.calls).not.toContain("terminate");
  vi.advanceTimersByTime(21_000);
  expect(socket.calls).toContain("terminate");
});

test("RO20 too much waiting to be sent: behind until it has drained, given up after 15 s", () => {
  const { socket, line } = openLine();
  socket.bufferedAmount = 2 * 1024 * 1024;
  expect(line.isBehind).toBe(true);
  socket.bufferedAmount = 500_000;
  expect(line.isBehind).toBe(true);
  socket.bufferedAmount = 0;
  expect(line.isBehind).toBe(false);
  socket.bufferedAmount = 2 * 1024 * 1024;
  for (let beat = 0; beat < 5; beat++) {
    vi.advanceTimersByTime(5000);
    socket.emit("pong");
  }
  expect(socket.closeCode).toBe(1013);
});

test("RO20 who sends too fast is read more slowly, and nothing of it is dropped", () => {
  const { socket, received } = openLine();
  const frame = Buffer.alloc(1024 * 1024);
  for (let index = 0; index < 20; index++) socket.emit("message", frame, true);
  expect(received).toHaveLength(20);
  expect(socket.calls).toContain("pause");
  expect(socket.calls).not.toContain("resume");
  vi.advanceTimersByTime(4000);
  expect(socket.calls).toContain("resume");
  expect(socket.closeCode).toBeUndefined();
});
