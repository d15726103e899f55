/** Somebody who only signed up: `surgery person` lists, takes out and erases them as it does those who joined. */
import { composeServer, parseConfig } from "@data-surgery/server";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { everyFile, person, seen } from "../support/person-command.js";

const canary = {
  name: "Quillonda",
  email: "quillonda@example.org",
  group: "Zephyrine Circle",
  need: "Our tamarisk figures",
  accessNeeds: "A lectern of basalt",
};
const words = ["quillonda", "zephyrine", "tamarisk", "basalt"];

/** Cookie of the trainer's, and of nobody's before. */
class Visitor {
  cookie = "";
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async post(path: string, fields: Record<string, string>): Promise<string> {
    const headers = { cookie: this.cookie, origin: this.#url, accept: "text/html" };
    const body = new URLSearchParams(fields);
    const answer = await fetch(this.#url + path, { method: "POST", headers, body, redirect: "manual" });
    this.cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? this.cookie;
    return answer.text();
  }
}

test(
  "an erased canary is in no byte of the data folder, and their place went to the next",
  { timeout: 180_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "surgery-signed-up-"));
    const data = join(folder, "data");
    try {
      const server = await composeServer(
        // Nobody answers there: letters wait in the store, where they must be found.
        parseConfig({
          port: "0",
          data,
          env: { SURGERY_SMTP: "smtp://127.0.0.1:9", SURGERY_MAIL_FROM: "Us <us@example.org>" },
        }),
      );
      const trainer = new Visitor(server.url);
      await trainer.post(new URL(server.trainerUrl).pathname, {});
      const day = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
      await trainer.post("/surgeries/new", {
        kind: "surgery",
        venue: "new",
        venueName: "Invented Hall",
        address: "1 Invented Street",
        mapLink: "",
        accessNotes: "",
        timeZone: "Europe/London",
        title: "Canary evening",
        about: "Invented.",
        hostGroup: "Invented Group",
        curriculum: "",
        languages: "English",
        photoPolicy: "none",
        capacity: "1",
        firstDate: day,
        starts: "18:00",
        ends: "20:00",
        repeats: "once",
      });
      const page = await (await fetch(`${server.url}/surgeries/canary-evening/sign-up`)).text();
      const date = /name="(date-[\w-]+)"/.exec(page)?.[1] ?? "";
      const stranger = new Visitor(server.url);
      const form = { part: "patient", dataLink: "", skills: "", languages: "English", website: "", [date]: "on" };
      await stranger.post("/surgeries/canary-evening/sign-up", { ...form, ...canary, form: crypto.randomUUID() });
      await stranger.post("/surgeries/canary-evening/sign-up", {
        ...form,
        form: crypto.randomUUID(),
        name: "Next",
        email: "",
        group: "",
        need: "A chart",
        accessNeeds: "",
      });
      await server.close();
      expect(seen(await everyFile(data), words).length).toBeGreaterThan(0);

      const listed = await person("list", "--data", data);
      expect(listed.stdout).toMatch(/Quillonda +signed-up/);
      const out = join(folder, "taken");
      const taken = await person("export", canary.email, "--data", data, "--out", out);
      expect([taken.code, taken.stderr]).toEqual([0, ""]);
      const kept = await readFile(join(out, "person.json"), "utf8");
      for (const word of words) expect(kept.toLowerCase()).toContain(word);
      const erased = await person("erase", "Quillonda", "--yes", "--data", data);
      expect([erased.code, erased.stderr]).toEqual([0, ""]);
      expect(seen(await everyFile(data), words)).toEqual([]);

      const again = await composeServer(parseConfig({ port: "0", data, env: {} }));
      const after = await fetch(`${again.url}/surgeries/canary-evening`);
      expect(await after.text()).toContain("Full: you can join the waiting list");
      await again.close();
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);
