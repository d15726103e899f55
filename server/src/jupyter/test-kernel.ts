/**
 * A kernel for tests that says what tslab never does: `node test-kernel.js <connection file>`. Code "ask" asks for a name and prints it;
 * "comm" opens a comm, and every comm message is answered through it.
 */
import { createMessage, decodeFrames, encodeFrames, type Channel, type JupyterMessage } from "@data-surgery/jupyter";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Publisher, Router } from "zeromq";

interface Connection {
  readonly ip: string;
  readonly key: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly iopub_port: number;
  readonly hb_port: number;
}

const connection = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Connection;
const { ip, key } = connection;
// Mandatory: what can't be delivered yet is an error, not silence.
const stdin = new Router({ mandatory: true });
const [shell, control, iopub] = [new Router(), new Router(), new Publisher()];
await shell.bind(`tcp://${ip}:${connection.shell_port}`);
await control.bind(`tcp://${ip}:${connection.control_port}`);
await stdin.bind(`tcp://${ip}:${connection.stdin_port}`);
await iopub.bind(`tcp://${ip}:${connection.iopub_port}`);
let count = 0;

function message(channel: Channel, type: string, content: Record<string, unknown>, parent: JupyterMessage): Buffer[] {
  const made = createMessage(channel, type, content, { session: "test", username: "kernel" }, randomUUID(), Date.now());
  return encodeFrames({ ...made, parent_header: parent.header }, key).map((frame) => Buffer.from(frame));
}

const publish = (type: string, content: Record<string, unknown>, parent: JupyterMessage): Promise<void> =>
  iopub.send([type, ...message("iopub", type, content, parent)]);

/** The front end's stdin socket may still be on its way when the first code runs. */
async function send(frames: Buffer[]): Promise<void> {
  for (;;) {
    try {
      await stdin.send(frames);
      return;
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error) || error.code !== "EHOSTUNREACH") throw error;
      await delay(20);
    }
  }
}

async function ask(identity: Uint8Array, parent: JupyterMessage): Promise<string> {
  const question = message("stdin", "input_request", { prompt: "Name? ", password: false }, parent);
  await send([Buffer.from(identity), ...question]);
  const { message: reply } = decodeFrames("stdin", await stdin.receive(), key);
  return String(reply.content["value"]);
}

async function run(identity: Uint8Array, request: JupyterMessage): Promise<Record<string, unknown>> {
  const { code } = request.content;
  if (code === "ask")
    await publish("stream", { name: "stdout", text: `hello ${await ask(identity, request)}` }, request);
  if (code === "comm") await publish("comm_open", { comm_id: "c1", target_name: "t", data: { value: 1 } }, request);
  return { status: "ok", execution_count: ++count };
}

for await (const frames of shell) {
  const { identities, message: request } = decodeFrames("shell", frames, key);
  const [identity = Buffer.alloc(0)] = identities;
  const { msg_type: type } = request.header;
  await publish("status", { execution_state: "busy" }, request);
  if (type === "comm_msg")
    await publish("comm_msg", { comm_id: "c1", data: { heard: request.content["data"] } }, request);
  else {
    const content = type === "execute_request" ? await run(identity, request) : { status: "ok" };
    await shell.send([identity, ...message("shell", type.replace("_request", "_reply"), content, request)]);
  }
  await publish("status", { execution_state: "idle" }, request);
}
