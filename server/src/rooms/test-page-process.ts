/** A page as a process that can be stopped: `node test-page-process.js <port> <cookie> <path>`. Each line of standard input is typed at the end of the first cell. */
import { createInterface } from "node:readline";
import { TestClient } from "./test-room-client.js";

const [port, cookie, path] = process.argv.slice(2);
if (port === undefined || cookie === undefined || path === undefined) throw new Error("Give port, cookie and path.");
const client = await TestClient.open(Number(port), cookie, path);
process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) client.cell(0).insert(client.text.length, line);
