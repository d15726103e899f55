// The smallest kernel: answers kernel_info, and sends a comm_msg back as it came, buffers and all. `node echo-kernel.mjs FILE`.
import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Publisher, Router } from "zeromq";

const info = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const at = (port) => (info.transport === "ipc" ? `ipc://${info.ip}-${port}` : `tcp://${info.ip}:${port}`);
const iopub = new Publisher();
const shell = new Router();
const control = new Router();
await iopub.bind(at(info.iopub_port));
await shell.bind(at(info.shell_port));
await control.bind(at(info.control_port));

function frames(type, parent, content, buffers = []) {
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session: "echo",
    username: "echo",
    date: new Date().toISOString(),
    version: "5.4",
  };
  const parts = [header, parent, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
  const mac = createHmac("sha256", info.key);
  for (const part of parts) mac.update(part);
  return ["<IDS|MSG>", mac.digest("hex"), ...parts, ...buffers];
}

for (const socket of [shell, control]) void serve(socket);

async function serve(socket) {
  for await (const incoming of socket) {
    const mark = incoming.findIndex((frame) => frame.toString() === "<IDS|MSG>");
    const parent = JSON.parse(incoming[mark + 2].toString());
    const content = JSON.parse(incoming[mark + 5].toString());
    const buffers = incoming.slice(mark + 6);
    const told = (type, what, raw) => iopub.send(["topic", ...frames(type, parent, what, raw)]);
    await told("status", { execution_state: "busy" });
    if (parent.msg_type === "comm_msg") await told("comm_msg", content, buffers);
    if (parent.msg_type === "kernel_info_request")
      await socket.send([
        ...incoming.slice(0, mark),
        ...frames("kernel_info_reply", parent, { status: "ok", protocol_version: "5.4" }),
      ]);
    await told("status", { execution_state: "idle" });
  }
}
