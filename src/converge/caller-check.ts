/** Whose keys an image is reached with, and what that says of an image that is not found, or not to be touched. */
import type { AccountId } from "../core/accounts";
import { ShareError } from "../core/errors";
import { type Caller, isForeignAccount, withCaller, wrongAccount } from "../core/owner";
import { reactionTo } from "../core/reactions";
import type { ServiceFacts } from "../core/service-facts";
import type { ImageTarget } from "../core/target";
import { CallerAccounts, IDENTITY_SECONDS } from "./caller-accounts";
import type { CallContext } from "./context";

/** An image, and the name of the keys that it is reached with. */
interface Asked {
  readonly target: ImageTarget;
  readonly credentials: string | undefined;
}

/** What has to be known of a service to ask whose keys it is called with. */
interface Opened {
  readonly facts: ServiceFacts;
  readonly principal?: string;
  /** Where the keys were found. */
  readonly keys?: { describe(): string };
}

interface Place {
  readonly service: string;
  readonly region: string | undefined;
  readonly credentials: string | undefined;
}

interface Host {
  open(service: string, credentials: string | undefined): Promise<Opened>;
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

  /** @param tell whether a line is worth it when the cloud does not say */
  async caller({ target, credentials }: Asked, tell: boolean): Promise<Caller> {
    const { service, region } = target;
    const { facts, keys, principal = credentials } = await this.host.open(service, credentials);
    const context = await this.contextOf({ service, region, credentials }, facts.title, IDENTITY_SECONDS);
    const account = await this.accounts.ask(JSON.stringify([facts.cloud, principal]), context, region, tell);
    return { account, keys: keys?.describe() };
  }

  /** The same error, with whose keys an image was not found, or the one that they are not the owner's. */
  async blamed(share: Asked & { readonly owner?: AccountId | undefined }, error: unknown): Promise<unknown> {
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
