import { pino, type Logger } from "pino";
import type { ServerConfig } from "./config.js";

/** JSON lines on standard error: standard output belongs to the person (address, code) and to `--json`. */
export function createLog(config: ServerConfig): Logger {
  return pino(
    {
      level: config.logLevel,
      base: null,
      redact: ["*.token", "*.cookie", "req.headers.cookie", "*.joinCode", "*.resumeCode"],
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
