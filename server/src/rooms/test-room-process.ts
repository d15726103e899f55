/** The rooms-only test server as a process that can be killed: `node test-room-process.js <folder> <port>`. Says its port on standard output. */
import { openRoomServer } from "./test-room-server.js";

const [folder, port] = process.argv.slice(2);
if (folder === undefined || port === undefined) throw new Error("Give a folder and a port.");
const server = await openRoomServer({ folder, port: Number(port) });
process.stdout.write(`${server.port}\n`);
