/** What both hosts decide, in the terms of the plugin: this is where it meets the provider. */
import { getAccess } from "../../app/access";
import type { App, ShowStatus } from "../../app/app";
import type { ConfigSource } from "../../app/config";
import { ConfigurationError, ExplainedError } from "../../core/errors";
import { knownPart } from "../../core/unknown-values";
import { createShare, updateShare } from "../apply";
import { type CheckResult, checkShare } from "../check";
import { deleteShare } from "../delete";
import { diffShare } from "../diff";
import {
  type CheckFailure,
  hasFailures,
  labelOfCall,
  type Method,
  type Properties,
  requireState,
  unknownValue,
} from "../inputs";
import { movedShare } from "../moved-shares";
import { PartialFailure } from "../partial-failure";
import { readShare } from "../read";
import { ProviderSession } from "../session";
import { refreshesFirst } from "./configuration";
import { type DetailedDiff, detailedDiff } from "./detailed-diff";
import { expectedShare } from "./expected-share";
import { ImageClaims } from "./image-claims";
import { previewCreate, previewUpdate } from "./preview";
import { boundedBy, withinTimeout } from "./timeouts";

export interface Difference {
  readonly changes: boolean;
  readonly replaces: readonly string[];
  readonly detailed: DetailedDiff;
}

/** A share as it was made, or will be; the id is empty while it is not known. */
export interface MadeShare {
  readonly id: string;
  readonly outputs: Properties;
}

/** What was found of a share; the id is empty where there is none. */
interface FoundShare extends MadeShare {
  readonly inputs: Properties;
}

/** How the engine asks for a create or an update. */
interface Operation {
  readonly isPreview: boolean;
  /** The option `customTimeouts`; 0 where the program leaves it out. */
  readonly timeoutSeconds: number;
}

/** What the engine hands over to be read. */
export interface ReadQuestion {
  readonly id: string;
  /** What is recorded; nothing for an import, and the arguments alone for a look. */
  readonly recorded: Properties;
  /** Whether the engine means to manage what is found: it says nothing of any inputs then. */
  readonly isImport: boolean;
}

export class Decisions {
  private readonly session: ProviderSession;
  private readonly configuration: ConfigSource;
  private readonly said = new Set<string>();
  private readonly claims = new ImageClaims();

  /**
   * @param print takes whole lines, one or more at a time
   * @param status takes a line that is true for the moment
   */
  constructor(configuration: ConfigSource, print: (text: string) => void, status?: ShowStatus) {
    this.configuration = configuration;
    this.session = new ProviderSession(configuration, print, status);
  }

  private get app(): App {
    return this.session.app;
  }

  /** What is wrong with the configuration. */
  configurationFailures(): CheckFailure[] {
    try {
      void [this.app.connections.settings, this.refreshesFirst];
      return [];
    } catch (error) {
      if (error instanceof ConfigurationError) return [{ property: "", reason: this.app.explain(error) }];
      throw error;
    }
  }

  /** Whether state is refreshed before every update. @throws ConfigurationError */
  get refreshesFirst(): boolean {
    return refreshesFirst(this.configuration);
  }

  sayEndpoint(): void {
    this.app.sayEndpoint();
  }

  /**
   * Looks at nothing: a share that is new is looked at by create, at a preview too.
   *
   * @param urn of the resource
   * @param areListsShown whether none of the values is a secret, so that the engine shows them
   */
  check(urn: string, olds: Properties, news: Properties, areListsShown: boolean): Promise<CheckResult> {
    return this.track("check", [olds, news], async () => {
      const how = { looksAtNew: false, areListsShown };
      const checked = await checkShare(this.session, olds, news, this.tellOf, how);
      if (checked.failures.length > 0) return checked;
      const conflict = this.claims.claim(urn, checked.inputs);
      if (conflict === undefined) return checked;
      return { ...checked, failures: [{ property: "", reason: this.app.present(conflict) }] };
    });
  }

  diff(id: string, olds: Properties, news: Properties): Promise<Difference> {
    return this.track("diff", [id], async () => {
      const isRefresh = this.session.refreshed.has(id);
      const { changes, replaces = [] } = await diffShare(this.session, id, olds, news, this.tellOf);
      if (!changes) return { changes, replaces, detailed: new Map() };
      const { plan } = replaces.length > 0 ? { plan: undefined } : await this.expectedUpdate(id, olds, news);
      return { changes, replaces, detailed: detailedDiff({ olds, news, replaces, plan, isRefresh }) };
    });
  }

  create(inputs: Properties, { isPreview, timeoutSeconds }: Operation): Promise<MadeShare> {
    return this.track("create", [inputs], async () => {
      if (!isPreview) {
        const { id, outs } = await withinTimeout(timeoutSeconds, inputs, (bounded) =>
          createShare(this.session, bounded, this.tell),
        );
        return { id, outputs: outs };
      }
      const id = await previewCreate(this.session, inputs, this.tell);
      return { id, outputs: (await expectedShare(this.app, inputs, undefined)).outputs };
    });
  }

  update(
    id: string,
    olds: Properties,
    news: Properties,
    { isPreview, timeoutSeconds }: Operation,
  ): Promise<Properties> {
    return this.track("update", [id], async () => {
      if (!isPreview) {
        const { outs } = await withinTimeout(timeoutSeconds, news, (bounded) =>
          updateShare(this.session, id, olds, bounded, this.tell),
        );
        return outs;
      }
      await previewUpdate(this.session, id, { olds, news }, this.tell);
      return (await this.expectedUpdate(id, olds, news)).outputs;
    });
  }

  read({ id, recorded, isImport }: ReadQuestion): Promise<FoundShare> {
    return this.track("read", [id], async () => {
      const found = await readShare(this.session, id, recorded, this.tell);
      const { props, inputs = {} } = found;
      if (!isImport || found.id === "") return { id: found.id, outputs: props, inputs };
      const { isLookup: _, ...outputs } = props;
      return { id: found.id, outputs: withArgs(outputs), inputs: withArgs(inputs) };
    });
  }

  delete(id: string, recorded: Properties, timeoutSeconds: number): Promise<void> {
    const bounded = boundedBy(timeoutSeconds, recorded);
    return this.track("delete", [id], () => deleteShare(this.session, id, bounded, this.tell));
  }

  getImageShare(args: Properties): Promise<Properties> {
    const { service, region, imageId, credentials } = args;
    const image = { service, region, imageId, credentials } as unknown as Parameters<typeof getAccess>[1];
    return getAccess(this.app, image).then((access) => ({ ...args, ...access }));
  }

  /** An error as people should see it; of a bug, what its report needs. */
  explain(error: unknown): string {
    if (error instanceof PartialFailure) return error.message;
    if (error instanceof ExplainedError || !(error instanceof Error)) return this.app.explain(error);
    return `${this.app.explain(error)}\n${error.stack}`;
  }

  /** Asks what is under way to stop at the next safe point. May be asked more than once. */
  cancel(): void {
    this.app.manager.cancel();
  }

  get busy(): boolean {
    return this.app.manager.busy;
  }

  settled(): Promise<void> {
    return this.app.manager.settled();
  }

  /** Says each line once: what a diff has said, the update need not. */
  private readonly tell = (lines: readonly string[]): void => {
    const news = lines.filter((line) => !this.said.has(line));
    for (const line of news) this.said.add(line);
    this.app.print(...news);
  };

  private readonly tellOf = (_image: string, lines: readonly string[]): void => this.tell(lines);

  private track<T>(method: Method, args: readonly unknown[], call: () => Promise<T>): Promise<T> {
    return this.session.progress.track(labelOfCall(method, args), call, hasFailures);
  }

  private expectedUpdate(id: string, olds: Properties, news: Properties) {
    const state = requireState(id, olds);
    const { args, unknown } = knownPart(news, unknownValue);
    const moving = unknown.credentials ? undefined : movedShare(this.app, state, args.credentials);
    return expectedShare(this.app, news, moving === undefined ? state : undefined);
  }
}

/** What was found, as arguments that a program can have: an empty list has to say that it is meant. */
function withArgs(found: Properties): Properties {
  return Array.isArray(found.accounts) && found.accounts.length === 0
    ? { ...found, allowEmpty: true }
    : found;
}
