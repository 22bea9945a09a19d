import { createHash, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

import { hideSecrets } from "./wire/secrets";
import { Plain, PlainObject, isObject } from "./wire/values";

/** What Azure has of one resource. */
export interface Stored {
  readonly id: string;
  /** The normalised type, such as `network:Subnet`. */
  readonly type: string;
  /** What a GET answers, in the SDK's form. */
  body: PlainObject;
  /** Facts that Azure keeps but does not answer. */
  facts: PlainObject;
}

/** The resources of one offline Azure: in memory, and each in a file of its own, so that they outlive the process. */
export class Store {
  private readonly entries = new Map<string, Stored>();
  /** Bodies as they are on disk, without secrets. */
  private readonly writtenBodies = new Map<string, Plain>();

  constructor(private readonly folder: string) {
    fs.mkdirSync(folder, { recursive: true });
    for (const file of fs.readdirSync(folder)) {
      if (!file.endsWith(".json")) continue;
      const entry = readEntry(path.join(folder, file));
      if (entry === undefined) continue;
      this.entries.set(entry.id.toLowerCase(), entry);
      this.writtenBodies.set(entry.id.toLowerCase(), entry.body);
    }
  }

  get(id: string): Stored | undefined {
    return this.entries.get(id.toLowerCase());
  }

  all(): Stored[] {
    return [...this.entries.values()];
  }

  ofType(type: string): Stored[] {
    return this.all().filter((entry) => entry.type === type);
  }

  /** Resources whose id lies below the given one. */
  below(id: string): Stored[] {
    const prefix = `${id.toLowerCase()}/`;
    return this.all().filter((entry) => entry.id.toLowerCase().startsWith(prefix));
  }

  /** Keeps a resource; `marked` is its body with secrets marked, which are not written to disk. */
  put(entry: Stored, marked: PlainObject): void {
    this.writtenBodies.set(entry.id.toLowerCase(), hideSecrets(marked));
    this.keepFacts(entry);
  }

  /** Writes down facts that came about after the body. */
  keepFacts(entry: Stored): void {
    const key = entry.id.toLowerCase();
    this.entries.set(key, entry);
    const file = this.fileOf(entry.id);
    const temporary = `${file}.${randomUUID()}.part`;
    fs.writeFileSync(temporary, JSON.stringify({ ...entry, body: this.writtenBodies.get(key) ?? {} }, undefined, 1));
    fs.renameSync(temporary, file);
  }

  delete(id: string): void {
    this.entries.delete(id.toLowerCase());
    this.writtenBodies.delete(id.toLowerCase());
    fs.rmSync(this.fileOf(id), { force: true });
  }

  private fileOf(id: string): string {
    return path.join(this.folder, `${createHash("sha256").update(id.toLowerCase()).digest("hex").slice(0, 32)}.json`);
  }
}

function readEntry(file: string): Stored | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`The offline Azure's state file ${file} cannot be read; delete it to go on without it.`, {
      cause: error,
    });
  }
  if (!isObject(parsed)) return undefined;
  const { id, type, body, facts } = parsed;
  if (typeof id !== "string" || typeof type !== "string" || !isObject(body)) return undefined;
  return { id, type, body, facts: isObject(facts) ? facts : {} };
}
