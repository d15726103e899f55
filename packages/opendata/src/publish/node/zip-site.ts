/** A published site as one zip file, to carry or to hand on. The same site gives the same bytes. */
import { randomUUID } from "node:crypto";
import { open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { OpenDataError } from "../../open-data-error.js";
import { readSiteWords } from "./read-site.js";

/** From here on the simple form of zip has no room for the numbers. */
const mostBytes = 0xffff_ffff;
const mostFiles = 0xffff;

/** @throws OpenDataError `broken-site` where there is none, `too-large` above 4 GB */
export async function zipSite(site: string, path: string): Promise<void> {
  if ((await readSiteWords(site)) === undefined)
    throw new OpenDataError("broken-site", `${site} is no published site: it has no site.json.`);
  // A zip from an earlier turn may stand in the site itself.
  const own = relative(site, path).split(sep).join("/");
  const names = (await filesOf(site)).filter((name) => name !== own);
  const draft = join(dirname(path), `.${randomUUID()}.zip`);
  const file = await open(draft, "wx");
  try {
    const directory: Buffer[] = [];
    let at = 0;
    for (const name of names) {
      const bytes = await readFile(join(site, name));
      const packed = deflateRawSync(bytes);
      const header = headerOf(name, bytes, packed.length);
      if (at + packed.length > mostBytes || names.length > mostFiles) throw tooLarge(site);
      await file.writeFile(Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), header, Buffer.from(name), packed]));
      const rest = Buffer.alloc(14);
      rest.writeUInt32LE(at, 10);
      directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 3, 20, 0]), header, rest, Buffer.from(name));
      at += 6 + header.length + Buffer.byteLength(name) + packed.length;
    }
    const list = Buffer.concat(directory);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(names.length, 8);
    end.writeUInt16LE(names.length, 10);
    end.writeUInt32LE(list.length, 12);
    end.writeUInt32LE(at, 16);
    await file.writeFile(Buffer.concat([list, end]));
    await file.sync();
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await file.close();
    await rm(draft, { force: true });
    throw error;
  }
}

/** What both lists say of a file: names in UTF-8, packed, no date of its own, checksum, sizes, length of the name. */
function headerOf(name: string, bytes: Buffer, packed: number): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt16LE(0x0800, 0);
  header.writeUInt16LE(8, 2);
  // 1 January 1980, the first day that zip knows.
  header.writeUInt16LE(0x21, 6);
  header.writeUInt32LE(crc32(bytes), 8);
  header.writeUInt32LE(packed, 12);
  header.writeUInt32LE(bytes.length, 16);
  header.writeUInt16LE(Buffer.byteLength(name), 20);
  return header;
}

async function filesOf(site: string): Promise<string[]> {
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(site, join(parentPath, name)).split(sep).join("/"))
    .filter((name) => !/^\.(?:publishing|git)\//.test(name))
    .toSorted();
}

function tooLarge(site: string): OpenDataError {
  return new OpenDataError("too-large", `${site} is larger than a zip file can be (4 GB). Copy the folder instead.`);
}
