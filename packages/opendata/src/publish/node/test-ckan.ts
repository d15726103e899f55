/**
 * A stand-in for a CKAN portal on loopback, for tests. It answers in the shapes of CKAN (`test-ckan-answers.ts` says from where each
 * comes), keeps what it is sent, and can be told to fail in the ways that portals fail.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dataSetAnswer, errorAnswer, licenceAnswer, organisationAnswer, resourceAnswer } from "./test-ckan-answers.js";

export type CkanRecord = Record<string, unknown> & { id: string; name: string };

export interface TestCkan extends AsyncDisposable {
  readonly url: string;
  readonly key: string;
  /** Actions in the order in which they were asked. */
  readonly asked: string[];
  readonly sets: Map<string, CkanRecord>;
  /** What was uploaded, by resource id. */
  readonly files: Map<string, string>;
  /** What happens instead of the answer, for a while. */
  fail: ((action: string, response: ServerResponse, request: IncomingMessage) => boolean) | undefined;
  organisations: readonly string[];
}

export async function openTestCkan(): Promise<TestCkan> {
  const ckan = new StandIn();
  await new Promise<void>((resolve) => ckan.server.listen(0, "127.0.0.1", resolve));
  return ckan;
}

class StandIn implements TestCkan {
  readonly key = "invented-key-0123456789";
  readonly asked: string[] = [];
  readonly sets = new Map<string, CkanRecord>();
  readonly files = new Map<string, string>();
  fail: TestCkan["fail"];
  organisations: readonly string[] = ["invented-group"];
  #changes = 0;
  readonly server = createServer((request, response) => {
    this.#handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const action = /^\/api\/3\/action\/(\w+)$/.exec(request.url ?? "")?.[1] ?? "";
    this.asked.push(action);
    if (this.fail?.(action, response, request) === true) return;
    const body = await bodyOf(request);
    if (request.headers.authorization !== this.key) return send(response, 403, errorAnswer.authorization);
    switch (action) {
      case "license_list":
        return send(response, 200, { success: true, result: licenceAnswer });
      case "organization_list_for_user":
        return send(response, 200, { success: true, result: this.organisations.map(organisationAnswer) });
      case "package_show": {
        const found = this.#find(String(body.get("id")));
        return found === undefined
          ? send(response, 404, errorAnswer.notFound)
          : send(response, 200, { success: true, result: found });
      }
      case "package_create":
        return this.#create(response, Object.fromEntries(body));
      case "package_revise":
        return this.#revise(response, body);
      default:
        return send(response, 404, "Not found");
    }
  }

  #find(id: string): CkanRecord | undefined {
    return [...this.sets.values()].find((set) => set.id === id || set.name === id);
  }

  #create(response: ServerResponse, fields: Record<string, unknown>): void {
    if (this.#find(String(fields["name"])) !== undefined) return send(response, 409, errorAnswer.nameTaken);
    const name = String(fields["name"]);
    const set: CkanRecord = { ...dataSetAnswer(), ...fields, name, id: randomUUID(), metadata_modified: this.#now() };
    this.sets.set(set.id, set);
    send(response, 200, { success: true, result: set });
  }

  /** The part of `package_revise` that is used: match, filter by name, update, resources by id or place, files. */
  #revise(response: ServerResponse, body: Map<string, unknown>): void {
    const match = body.get("match") as { id: string; metadata_modified: string };
    const before = this.#find(match.id);
    if (before === undefined) return send(response, 404, errorAnswer.notFound);
    if (before["metadata_modified"] !== match.metadata_modified) return send(response, 409, errorAnswer.match);
    const set = structuredClone(before);
    let resources = (set["resources"] ?? []) as Record<string, unknown>[];
    for (const pattern of (body.get("filter") ?? []) as string[]) {
      const id = /^-resources__(.+)$/.exec(pattern)?.[1];
      if (id === undefined) delete set[pattern.slice(1)];
      else resources = resources.filter((one) => !String(one["id"]).startsWith(id));
    }
    Object.assign(set, body.get("update"));
    for (const added of (body.get("update__resources__extend") ?? []) as object[])
      resources.push({ ...resourceAnswer(), ...added, id: randomUUID() });
    const files: [string, string][] = [];
    for (const [name, value] of body) {
      const [, at = "", rest] = /^update__resources__([\w-]+?)(__upload)?$/.exec(name) ?? [];
      const found = resources.find((one, place) => one["id"] === at || String(place) === at);
      if (found === undefined) continue;
      if (rest === undefined) Object.assign(found, value);
      else {
        const [file, text] = value as [string, string];
        Object.assign(found, { url: `${this.url}/dataset/${set.id}/resource/x/download/${file}`, url_type: "upload" });
        files.push([String(found["id"]), text]);
      }
    }
    Object.assign(set, { resources, metadata_modified: this.#now() });
    this.sets.set(set.id, set);
    for (const [id, text] of files) this.files.set(id, text);
    send(response, 200, { success: true, result: { package: set } });
  }

  #now(): string {
    this.#changes += 1;
    return `2026-11-30T10:00:00.${String(this.#changes).padStart(6, "0")}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json;charset=utf-8" });
  response.end(JSON.stringify(body));
}

/** JSON, or a form: texts are JSON where they can be, files come with their names. */
async function bodyOf(request: IncomingMessage): Promise<Map<string, unknown>> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(part as Uint8Array);
  const bytes = Buffer.concat(parts);
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/")) return new Map(Object.entries(JSON.parse(bytes.toString()) as object));
  const found = new Map<string, unknown>();
  for (const [name, value] of await new Response(bytes, { headers: { "Content-Type": type } }).formData())
    found.set(name, typeof value === "string" ? (JSON.parse(value) as unknown) : [value.name, await value.text()]);
  return found;
}
