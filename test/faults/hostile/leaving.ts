import type { Submission } from "./submission.js";

export const leaving: readonly Submission[] = [
  { tries: "process.exit", source: "process.exit(0);" },
  { tries: "process.exit a little later", source: "let total = 7; setTimeout(() => process.exit(0), 1);" },
  { tries: "process.reallyExit", source: "(process as any).reallyExit(0);" },
  { tries: "abort", source: "process.abort();" },
  { tries: "a signal to itself", source: 'process.kill(process.pid, "SIGKILL"); let total = 6;' },
  { tries: "stopping itself", source: 'process.kill(process.pid, "SIGSTOP"); let total = 6;', endless: true },
  { tries: "a segmentation fault", source: 'process.kill(process.pid, "SIGSEGV"); let total = 6;' },
  {
    tries: "an exit handler that writes",
    source: 'const fs = await import("node:fs"); process.on("exit", () => fs.writeSync(4, "pass")); process.exit(0);',
  },
  { tries: "an exit code in advance", source: "process.exitCode = 0; let total = 7;" },
  { tries: "an error that nobody catches", source: "let total = 7; setTimeout(() => { throw new Error('6'); }, 0);" },
  { tries: "a rejection that nobody catches", source: "let total = 7; Promise.reject(6);" },
  { tries: "throwing what is no error", source: "throw { name: 'pass', message: { toString: () => 'pass' } };" },
  { tries: "throwing a proxy", source: "throw new Proxy(new Error('6'), { get: () => { throw 6; } });" },
  { tries: "throwing nothing", source: "throw undefined;" },
  { tries: "code that can't be read", source: "let total = 6 }}} /* ### END SOLUTION" },
  { tries: "a comment that goes on", source: "let total = 7; /* and no end" },
  { tries: "a template that reaches out of its text", source: "let total = 7; `${" },
  { tries: "brackets that close what asks", exercise: "rate", source: "function rate() { return 50; } /*)*/ );" },
  {
    tries: "exec in its own place",
    source: "(process as any).execve?.(process.execPath, [process.execPath, '-e', '0'], {}); let total = 7;",
    outward: true,
  },
];
