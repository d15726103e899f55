/** Roles and rights in words. No DOM. */
import type { RoomPeople, RoomRole } from "@data-surgery/contract";

export const roleWords: Readonly<Record<RoomRole | "owner", string>> = {
  owner: "owner",
  observe: "looks",
  suggest: "suggests",
  edit: "writes",
  run: "writes and runs",
};

/** For a choice: "Ben may …". */
export const roleChoices: Readonly<Record<RoomRole, string>> = {
  observe: "look",
  suggest: "look and suggest changes",
  edit: "write",
  run: "write and run",
};

/** Why one can't write (or run) now, and what one can do; empty when one can do all. */
export function limitWords(role: RoomRole, view: RoomPeople, self: string): string {
  if (role === "run") return "";
  if (view.keyboard !== null && view.keyboard.personId !== self)
    return `Hands off: ${view.keyboard.name} has the keyboard. You can suggest changes.`;
  const owner = view.owner === null || view.owner.name === "" ? "whoever runs the workshop" : view.owner.name;
  switch (role) {
    case "observe":
      return `You can look. If you want to write, ask ${owner}.`;
    case "suggest":
      return `You can look and suggest changes. ${capital(owner)} decides about them.`;
    case "edit":
    default:
      return `You can write. ${capital(owner)} runs the cells.`;
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
