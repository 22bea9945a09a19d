import { Capture, type RegisteredResource, type StackResource } from "../estate/capture";
import type { Estate } from "../estate/estate";
import type { AzureResource } from "../estate/resource";
import type { Rule } from "../rules/rule";
import {
  overrideSettings,
  readSettings,
  type SettingsContext,
  type SettingsProblem,
  type SettingsReading,
} from "../settings/read-settings";
import { defaultSettings, type Settings } from "../settings/settings";
import { ExceptionBook } from "./exception-book";
import { knownFile } from "./known-file";
import type { Occasion } from "./occasion";
import { settingsNotes } from "./settings-notes";
import { Tally } from "./tally";

/** What a session is told when it begins. */
export interface SessionSource {
  /** The whole stack configuration, "namespace:key" to text. */
  readonly stackConfiguration: Readonly<Record<string, string>>;
  readonly occasion: Occasion;
  /** The day, YYYY-MM-DD in UTC. */
  readonly today: string;
  /** Reads a file that the settings name. Throws where that cannot be. Default: there are no files. */
  readonly readFile?: (path: string) => { readonly text: string; readonly day: string };
  readonly rules: readonly Rule[];
}

/**
 * What the policies of one pack share during an analysis: remembered inputs, the joined estate, the settings.
 * The policy protocol calls policy after policy with copies of the same resource, so each policy passes its position;
 * a position that does not come after the last one seen begins a new call.
 */
export class Session {
  private readonly capture = new Capture();
  private readonly lastPosition = new Map<string, number>();
  private stackPosition = Number.POSITIVE_INFINITY;
  private estate: Estate | undefined;
  private registered: Estate | undefined;
  private configured = "";
  private facts: readonly AzureResource[] = [];
  private reading: SettingsReading;
  private problemsReported = false;
  private readonly said = new Set<string>();
  /** What each rule does when the stack is complete, before it is asked whether it has something to say. */
  readonly judgesAhead: ((estate: Estate) => Promise<void>)[] = [];
  private readonly context: SettingsContext;
  readonly exceptions: ExceptionBook;
  /** How often each rule spoke, by verdict, for the report at the end. */
  readonly told = new Tally();
  /** The profile that the stack asks for; the pack's own configuration arrives only after the policies are made. */
  readonly startProfile: Settings["profile"];

  constructor(private readonly source: SessionSource) {
    this.context = {
      today: source.today,
      ruleNames: new Map(source.rules.map(({ ref, name }) => [ref, name])),
    };
    this.exceptions = new ExceptionBook(source.today);
    this.reading = this.read({});
    this.startProfile = this.reading.settings.profile;
  }

  /** The day, YYYY-MM-DD in UTC. */
  get today(): string {
    return this.source.today;
  }

  get occasion(): Occasion {
    return this.source.occasion;
  }

  /** Takes what the policy `rdp904-settings` is given, at every call of the protocol; read again only where it differs. */
  configure(packConfiguration: Readonly<Record<string, unknown>>): void {
    const given = JSON.stringify(packConfiguration);
    if (given === this.configured) return;
    this.configured = given;
    this.reading = this.read(packConfiguration);
  }

  private read(packConfiguration: Readonly<Record<string, unknown>>): SettingsReading {
    const reading = readSettings(this.source.stackConfiguration, packConfiguration, this.context);
    const files = reading.settings.knownResources.map((file) => knownFile(file, this.source.readFile));
    this.facts = files.flatMap(({ resources }) => resources);
    const problems = files.flatMap(({ problem }, index) =>
      problem === undefined ? [] : [{ path: `knownResources[${index}]`, message: problem }],
    );
    return { ...reading, problems: [...reading.problems, ...problems] };
  }

  /** Settings for one policy, and all problems found in them. */
  settingsFor(policyName: string, own: Readonly<Record<string, unknown>>): SettingsReading {
    if (this.reading.problems.length > 0) return { ...this.reading, settings: defaultSettings };
    return Object.keys(own).length === 0 ? this.reading : overrideSettings(this.reading, policyName, own, this.context);
  }

  /** What a reader of the findings should know of where the settings came from. */
  get settingsNotes(): readonly string[] {
    return settingsNotes(this.reading, this.occasion === "analysis", this.told.isEmpty);
  }

  /** The problems, once; an empty list afterwards. */
  problemsToReport(problems: readonly SettingsProblem[]): readonly SettingsProblem[] {
    if (this.problemsReported || problems.length === 0) return [];
    this.problemsReported = true;
    return problems;
  }

  /** Remembers a resource that is being registered, once for each call of the protocol. */
  register(resource: RegisteredResource, position: number): void {
    const last = this.lastPosition.get(resource.urn);
    this.lastPosition.set(resource.urn, position);
    if (last !== undefined && position > last) return;
    this.capture.remember(resource);
    this.registered = undefined;
  }

  /** True the first time something is said; what stopped a resource early is not said again at the end. */
  isNew(message: string): boolean {
    if (this.said.has(message)) return false;
    this.said.add(message);
    return true;
  }

  /** The estate as far as it is registered, built once for all rules that are asked about the same resource. */
  registeredEstate(): Estate {
    this.registered ??= this.capture.registeredEstate(this.facts);
    return this.registered;
  }

  /** The joined estate, built once for each analysis of the stack. */
  stackEstate(resources: readonly StackResource[], position: number): Estate {
    if (this.estate === undefined || position <= this.stackPosition) {
      this.estate = this.capture.stackEstate(resources, this.facts);
    }
    this.stackPosition = position;
    return this.estate;
  }
}
