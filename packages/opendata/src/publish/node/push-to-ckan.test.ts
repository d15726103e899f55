import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planRelease } from "../plan-release.js";
import { recordFor, toPublish } from "../test-set.js";
import { publishToFolder } from "./publish-to-folder.js";
import { pushToCkan, type CkanPush, type CkanPushed } from "./push-to-ckan.js";
import { errorAnswer } from "./test-ckan-answers.js";
import { openTestCkan, send, type CkanRecord, type TestCkan } from "./test-ckan.js";

let folder = "";
const id = "invented-set";
/** Sites with the first version alone, and with the second too. */
let [one, two] = ["", ""];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ckan-"));
  [one, two] = [join(folder, "one"), join(folder, "two")];
  await publish(one, 30, "2026-11-01", {});
  await publish(two, 30, "2026-11-01", {});
  await publish(two, 31, "2026-12-01", { title: "An invented data set, longer" });
});
afterAll(() => rm(folder, { recursive: true }));

async function publish(site: string, rows: number, day: string, more: object): Promise<void> {
  const text = `place,parcels\n${Array.from({ length: rows }, (_, at) => `Place ${at},${10 + at}`).join("\n")}\n`;
  const tables = [await toPublish(text, "visits")];
  const record = recordFor(
    tables.map(({ table }) => table),
    { keywords: ["food", "a&b <i>"], ...more },
  );
  await publishToFolder(site, id, (before) =>
    planRelease(tables, record, before, { now: new Date(`${day}T12:00:00Z`) }),
  );
}

const allowAll = { allows: () => true };
const push = (ckan: TestCkan, site: string, more: Partial<CkanPush> = {}): Promise<CkanPushed> =>
  pushToCkan({ site, id, portal: ckan.url, key: ckan.key, ...more }, allowAll);
const only = (ckan: TestCkan): CkanRecord => {
  const [set, ...more] = ckan.sets.values();
  if (set === undefined || more.length > 0) throw new Error(`${ckan.sets.size} data sets`);
  return set;
};
const resources = (ckan: TestCkan): Record<string, string>[] => only(ckan)["resources"] as Record<string, string>[];
const extras = (set: CkanRecord): Record<string, string> =>
  Object.fromEntries((set["extras"] as { key: string; value: string }[]).map(({ key, value }) => [key, value]));

describe("a data set on a CKAN portal", () => {
  test("PB30 the first push makes it private and empty, then brings all of it and makes it public in one call; again it changes nothing", async () => {
    await using ckan = await openTestCkan();
    const pushed = await push(ckan, one);
    expect(ckan.asked).toEqual([
      "license_list",
      "package_show",
      "organization_list_for_user",
      "package_create",
      "package_revise",
    ]);
    expect(pushed).toMatchObject({ address: `${ckan.url}/dataset/${id}`, version: "v1", isPublic: true });
    const set = only(ckan);
    expect(set).toMatchObject({
      private: false,
      version: "1",
      license_id: "cc-by",
      title: "An invented data set",
      maintainer_email: "data@invented.example",
      tags: [{ name: "food" }, { name: "a b i" }],
    });
    expect(extras(set)).toMatchObject({ update_promise: "monthly", coverage_place: "Ambleford" });
    expect(resources(ckan).map(({ name, format }) => [name, format])).toEqual([
      ["Table visits", "CSV"],
      ["Description for programs (Data Package)", "JSON"],
    ]);
    const csv = await readFile(join(one, id, "v1", "visits.csv"), "utf8");
    expect(ckan.files.get(resources(ckan)[0]?.["id"] ?? "")).toBe(csv);
    const before = structuredClone(set);
    expect((await push(ckan, one)).done).toEqual([]);
    expect(only(ckan)).toEqual(before);
  });

  test("PB31 the next version replaces files and texts in one call; what was changed or added by hand in the portal stays, and is told", async () => {
    await using ckan = await openTestCkan();
    await push(ckan, one);
    const set = only(ckan);
    Object.assign(set, { notes: "Words of the portal's editor", author: "An editor", private: false });
    (set["extras"] as object[]).push({ key: "theme", value: "society" });
    (set["resources"] as object[]).push({ id: "by-hand-1", name: "A map", url: "https://maps.example/x" });
    const asked = ckan.asked.length;
    const pushed = await push(ckan, two);
    expect(ckan.asked.slice(asked)).toEqual(["license_list", "package_show", "package_revise"]);
    expect(pushed.kept).toEqual(["The description was changed by hand in the portal, and stays."]);
    expect(only(ckan)).toMatchObject({
      version: "2",
      title: "An invented data set, longer",
      notes: "Words of the portal's editor",
      author: "An editor",
    });
    expect(extras(only(ckan))).toMatchObject({ theme: "society", released: "2026-12-01" });
    expect(resources(ckan).map(({ name }) => name)).toEqual([
      "Table visits",
      "Description for programs (Data Package)",
      "A map",
    ]);
    expect(ckan.files.get(resources(ckan)[0]?.["id"] ?? "")).toContain("Place 30,40");
    expect((await push(ckan, two)).done).toEqual([]);
  });

  test("PB30 stopped at any call, a set that is not whole is never public, and the next push finishes", async () => {
    for (const stopAt of ["license_list", "package_show", "package_create", "package_revise"]) {
      await using ckan = await openTestCkan();
      ckan.fail = (action, response) => {
        if (action === stopAt) response.destroy();
        return action === stopAt;
      };
      await expect(push(ckan, one)).rejects.toMatchObject({ code: "not-reached" });
      for (const set of ckan.sets.values()) expect(set["private"]).toBe(true);
      ckan.fail = undefined;
      await push(ckan, one);
      expect(only(ckan)).toMatchObject({ private: false, version: "1" });
    }
  });

  test("PB30 an answer that is lost after the portal did it: the next push finds it done", async () => {
    await using ckan = await openTestCkan();
    ckan.fail = (action, response) => {
      if (action === "package_revise") response.end = () => response.destroy();
      return false;
    };
    await expect(push(ckan, one)).rejects.toMatchObject({ code: "not-reached" });
    ckan.fail = undefined;
    expect(only(ckan)).toMatchObject({ private: false, version: "1" });
    expect((await push(ckan, one)).done).toEqual([]);
  });

  test("PB31 what somebody else put there, a newer version, and one that was deleted are left alone", async () => {
    await using ckan = await openTestCkan();
    await push(ckan, two);
    await expect(push(ckan, one)).rejects.toThrow("which is newer than version 1 here");
    only(ckan)["state"] = "deleted";
    await expect(push(ckan, two)).rejects.toThrow("Somebody deleted");
    Object.assign(only(ckan), { state: "active", extras: [] });
    await expect(push(ckan, two)).rejects.toThrow("was not put there from here");
    expect((await push(ckan, two, { name: "another-name" })).address).toBe(`${ckan.url}/dataset/another-name`);
  });

  test("PB31 somebody who changes it in the portal at the same moment is not overwritten", async () => {
    await using ckan = await openTestCkan();
    await push(ckan, one);
    ckan.fail = (action) => {
      if (action === "package_revise") only(ckan)["metadata_modified"] = "2026-11-30T11:00:00.000000";
      return false;
    };
    await expect(push(ckan, two)).rejects.toThrow("Somebody changed the data set");
    expect(only(ckan)).toMatchObject({ version: "1" });
  });

  test("PB31 what somebody made private again stays private", async () => {
    await using ckan = await openTestCkan();
    await push(ckan, one);
    only(ckan)["private"] = true;
    const pushed = await push(ckan, two);
    expect(pushed.kept).toEqual(["Somebody made it private in the portal, and it stays private."]);
    expect(only(ckan)).toMatchObject({ private: true, version: "2" });
  });

  test("PB32 files are linked to where the site has an address, and nothing is sent", async () => {
    await using ckan = await openTestCkan();
    await push(ckan, one, { linkBase: "https://group.invented.example/data" });
    expect(ckan.files.size).toBe(0);
    expect(resources(ckan)[0]?.["url"]).toBe("https://group.invented.example/data/invented-set/v1/visits.csv");
    expect(only(ckan)["url"]).toBe("https://group.invented.example/data/invented-set/index.html");
  });

  test("PB33 a dry run asks, tells the calls in words, and changes nothing", async () => {
    await using ckan = await openTestCkan();
    const { done } = await push(ckan, one, { dryRun: true });
    expect(done).toEqual([
      "Make the data set “invented-set” for Title of invented-group, not public yet",
      expect.stringMatching(/^In one go: send visits\.csv \(.*\) and datapackage\.json \(.*\); .*make it public$/),
    ]);
    expect(ckan.sets.size).toBe(0);
  });

  test("PB30 a file that is not the one that was published is not sent", async () => {
    await using ckan = await openTestCkan();
    const site = join(folder, "tampered");
    await publish(site, 30, "2026-11-01", {});
    await writeFile(join(site, id, "v1", "visits.csv"), "place,parcels\r\nHere,1\r\n");
    await expect(push(ckan, site)).rejects.toMatchObject({ code: "broken-site" });
    expect(ckan.sets.size).toBe(0);
  });

  test("PB34 organisations: the only one is taken; of several one must be named; none is told", async () => {
    await using ckan = await openTestCkan();
    ckan.organisations = ["first-group", "second-group"];
    await expect(push(ckan, one)).rejects.toThrow("Say which one (--organization): first-group and second-group.");
    await expect(push(ckan, one, { organisation: "third" })).rejects.toThrow("nothing can be added to “third”");
    expect((await push(ckan, one, { organisation: "Title of second-group" })).organisation).toBe(
      "Title of second-group",
    );
    await using empty = await openTestCkan();
    empty.organisations = [];
    await expect(push(empty, one)).rejects.toThrow("not an editor or admin of an organisation");
  });
});

describe("a portal that refuses or fails", () => {
  const failing = async (answer: (response: Parameters<typeof send>[0]) => void, at = "package_revise") => {
    const ckan = await openTestCkan();
    ckan.fail = (action, response, request) => {
      if (action !== at) return false;
      request.resume();
      request.once("end", () => answer(response));
      return true;
    };
    return ckan;
  };
  const html = (status: number, text: string) => (response: Parameters<typeof send>[0]) => {
    response.writeHead(status, { "Content-Type": "text/html" }).end(text);
  };

  test("PB35 the key is wrong, or may not", async () => {
    await using ckan = await openTestCkan();
    await expect(push(ckan, one, { key: "another-key-000" })).rejects.toMatchObject({
      code: "portal-refused",
      message: expect.stringMatching(/does not let this key do that.*The portal says: “Access denied/s) as string,
    });
  });

  test("PB35 what the portal does not take is told field by field, with what people type there made harmless", async () => {
    await using ckan = await failing((response) =>
      send(response, 409, {
        success: false,
        error: {
          __type: "Validation Error",
          license_id: ["Missing value"],
          resources: [{}, { upload: ["File upload too large"] }],
          theme: ["Value must be one of: \u202eeht"],
        },
      }),
    );
    await expect(push(ckan, one)).rejects.toThrow(
      /- licence: Missing value\n- file 2, file: File upload too large\n- theme: Value must be one of: eht/,
    );
  });

  test("PB35 what CKAN itself says of fields and of a file that is too large is told in words", async () => {
    await using faulty = await failing((response) => send(response, 409, errorAnswer.fields));
    await expect(push(faulty, one)).rejects.toThrow(
      /- maintainer’s e-mail address: Email nope is not a valid format\n- file 2, last_modified: Date format incorrect\n- keywords: Tag "a&b" can only/,
    );
    await using large = await failing((response) => send(response, 409, errorAnswer.tooLarge));
    await expect(push(large, one)).rejects.toThrow(/- file: File upload too large[\s\S]*--link-base/);
  });

  test.each([
    [html(413, "<html><title>413</title></html>"), "larger than 127.0.0.1"],
    [html(502, "<html><title>Bad Gateway</title></html>"), "has trouble of its own (it answered 502)"],
    [html(200, "<html><title>Welcome</title><input type=password></html>"), "asks you to sign in"],
    [html(200, "<html><title>A shop</title></html>"), "web page called “A shop”"],
    [html(404, "<html><title>Not found</title></html>"), "older than 2.9"],
    [html(200, "{ not JSON"), "something that is not CKAN’s"],
    [html(429, ""), "asked too often"],
    [
      (response: Parameters<typeof send>[0]) => send(response, 200, { success: true, result: { package: 7 } }),
      "something else than CKAN does",
    ],
  ])("PB35 in words, whatever it answers (%#)", async (answer, words) => {
    await using ckan = await failing(answer);
    await expect(push(ckan, one)).rejects.toThrow(words);
  });

  test("PB36 the key is sent nowhere else: a redirect is told, not followed", async () => {
    await using other = await openTestCkan();
    await using ckan = await failing((response) => {
      response.writeHead(307, { Location: `${other.url}/api/3/action/package_show` }).end();
    }, "package_show");
    await expect(push(ckan, one)).rejects.toThrow(`sends on to ${other.url}. The key was not sent there.`);
    expect(other.asked).toEqual([]);
  });

  test("PB36 the key goes over https alone, stands in no message, and has no line ends in it", async () => {
    const key = "secret-key-that-nobody-sees";
    for (const portal of ["http://data.invented.example", "ftp://x.example", "https://me:pw@x.example", "no address"])
      await expect(pushToCkan({ site: one, id, portal, key }, allowAll)).rejects.toMatchObject({
        code: "portal-refused",
        message: expect.not.stringContaining(key) as string,
      });
    await expect(
      pushToCkan({ site: one, id, portal: "https://x.example", key: "a\r\nHost: b" }, allowAll),
    ).rejects.toMatchObject({ code: "needs-key" });
  });

  test("PB37 addresses that are not allowed are not connected to, whatever name leads there", async () => {
    await using ckan = await openTestCkan();
    const none = { allows: () => false };
    const asked = (portal: string): Promise<CkanPushed> => pushToCkan({ site: one, id, portal, key: ckan.key }, none);
    await expect(asked(ckan.url)).rejects.toThrow("inside this network");
    await expect(asked(ckan.url.replace("127.0.0.1", "localhost"))).rejects.toThrow("inside this network");
    expect(ckan.asked).toEqual([]);
  });

  test("PB35 a silent portal is given up", async () => {
    await using ckan = await openTestCkan();
    ckan.fail = () => true;
    const wish = { site: one, id, portal: ckan.url, key: ckan.key };
    await expect(pushToCkan(wish, { ...allowAll, patience: 300 })).rejects.toThrow("said nothing for");
    await expect(pushToCkan(wish, { ...allowAll, longest: 300 })).rejects.toThrow("took too long");
  });
});
