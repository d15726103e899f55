import type { PushAnswer, PushedItem } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { PushModel } from "./push-model.js";

const item = (id: string): PushedItem => ({ id, kind: "code", text: `// ${id}`, from: "Sam", at: 1 });

class World {
  items: PushedItem[] = [];
  readonly answers: string[] = [];
  refusal: Error | undefined;
  readonly model: PushModel = new PushModel({
    page: "this-page",
    read: () => Promise.resolve({ pushes: this.items }),
    answer: (id: string, answer: PushAnswer) => {
      if (this.refusal !== undefined) return Promise.reject(this.refusal);
      this.answers.push(`${id} ${JSON.stringify(answer)}`);
      return Promise.resolve();
    },
  });
}

test("one at a time, oldest first; seen is told once; put aside it does not come back with an older list", async () => {
  const { model, items, answers } = Object.assign(new World());
  items.push(item("one"), item("two"));
  await model.refresh();
  expect([model.current?.id, model.more]).toEqual(["one", 1]);
  await model.see(items[0]);
  await model.see(items[0]);
  await model.dismiss(items[0]);
  expect([model.current?.id, model.more]).toEqual(["two", 0]);
  await model.refresh();
  expect(model.current?.id).toBe("two");
  expect(answers).toEqual(['one {"type":"seen"}', 'one {"type":"dismissed"}']);
});

test("a cell is put in only after the server has said that this page may, and then once", async () => {
  const world = new World();
  const one = item("one");
  world.items = [one];
  await world.model.refresh();
  const put: string[] = [];
  world.refusal = new Error("Another page has it.");
  await expect(world.model.take(one, () => put.push("in"))).rejects.toThrow("Another page has it.");
  expect([put, world.model.current?.id]).toEqual([[], "one"]);
  world.refusal = undefined;
  await world.model.take(one, () => put.push("in"));
  expect([put, world.model.current]).toEqual([["in"], undefined]);
  expect(world.answers).toEqual(['one {"type":"taken","page":"this-page"}']);
});
