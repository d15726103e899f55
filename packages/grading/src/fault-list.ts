import type { LessonFault, LessonFaultCode } from "./lesson-fault.js";

/** Collects faults while the rest is still being read. */
export class FaultList {
  readonly found: LessonFault[] = [];

  add(code: LessonFaultCode, cell: string | undefined, message: string, remedy: string): void {
    this.found.push({ code, level: "error", ...(cell === undefined ? {} : { cell }), message, remedy });
  }

  advise(code: LessonFaultCode, cell: string | undefined, message: string, remedy: string): void {
    this.found.push({ code, level: "advice", ...(cell === undefined ? {} : { cell }), message, remedy });
  }
}
