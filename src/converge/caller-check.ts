/** Adds the account behind the keys to errors about images that are not found or may not be changed. */
import type { AccountId } from "../core/accounts";
import { ShareError } from "../core/errors";
import { type Caller, isForeignAccount, withCaller, wrongAccount } from "../core/owner";
import { reactionTo } from "../core/reactions";
import type { ServiceFacts } from "../core/service-facts";
import type { ImageTarget } from "../core/target";
import { CallerAccounts, IDENTITY_SECONDS } from "./caller-accounts";
import type { CallContext } from "./context";

/** An image, and the credentials of its calls. */
interface KeyedRequest {
  readonly target: ImageTarget;
  readonly credentials: string | undefined;
}

/** The parts of a connection that ask for the account behind the keys. */
interface OpenService {
  readonly facts: ServiceFacts;
  readonly principal?: string;
  /** The source of the keys. */
  readonly keys?: { describe(): string };
}

interface Place {
  readonly service: string;
  readonly region: string | undefined;
  readonly credentials: string | undefined;
}

interface Host {
  open(service: string, credentials: string | undefined): Promise<OpenService>;
}

type ContextOf = (place: Place, label: string, timeoutSeconds: number) => Promise<CallContext>;

export class CallerCheck {
  private readonly host: Host;
  private readonly contextOf: ContextOf;
  private readonly accounts = new CallerAccounts();

  constructor(host: Host, contextOf: ContextOf) {
    this.host = host;
    this.contextOf = contextOf;
  }

  /** @param tell whether to warn if the cloud does not report the account */
  async caller({ target, credentials }: KeyedRequest, tell: boolean): Promise<Caller> {
    const { service, region } = target;
    const { facts, keys, principal = credentials } = await this.host.open(service, credentials);
    const context = await this.contextOf({ service, region, credentials }, facts.title, IDENTITY_SECONDS);
    const account = await this.accounts.ask(JSON.stringify([facts.cloud, principal]), context, region, tell);
    return { account, keys: keys?.describe() };
  }

  /** Adds the keys to the error, or replaces it if the keys are not the owner's. */
  async withCallerDetails(
    share: KeyedRequest & { readonly owner?: AccountId | undefined },
    error: unknown,
  ): Promise<unknown> {
    if (!(error instanceof ShareError) || error.wrote || reactionTo(error.topic)?.mayBeTheKeys !== true)
      return error;
    const isMissing = error.topic === "image-gone";
    if (share.owner === undefined && !isMissing) return error;
    const caller = await this.caller(share, isMissing);
    if (share.owner !== undefined && isForeignAccount(share.owner, caller)) {
      return wrongAccount(share.target, share.owner, caller, isMissing ? undefined : error.message);
    }
    return isMissing ? withCaller(error, caller) : error;
  }
}
