import { type AccountId, difference, intersection, sortedUnique } from "../core/accounts";
import type { ApprovedChanges } from "../core/approval";
import type { ListedImage } from "../core/backend";
import { Cancelled, ShareError, VendorError } from "../core/errors";
import { type Caller, nameCaller } from "../core/owner";
import type { Goal, Plan } from "../core/plan";
import { reactions } from "../core/reactions";
import type { Revoked } from "../core/result-messages";
import type { ApplyRequest, ReadRequest, RevokeRequest } from "../core/share-request";
import { accountOf, exceptAccounts } from "../core/snapshots";
import { type ImageTarget, imageLabel, shareId } from "../core/target";
import { CallContexts, type CallHost, type Place } from "./call-contexts";
import type { CallProgress } from "./call-progress";
import { CallerCheck } from "./caller-check";
import { readAccounts, shareError } from "./calls";
import { Claims } from "./claims";
import type { CallContext, OperationContext } from "./context";
import { type Converged, type ConvergeRequest, converge } from "./converge";
import { ImageSnapshots, type SnapshotsSeen } from "./image-snapshots";
import { KeyedQueue } from "./keyed-queue";
import { listImages, placeLabel } from "./list-images";
import { listRegions } from "./list-regions";
import { OtherGrantees } from "./other-grantees";
import { PublicImages } from "./public-images";
import { ReadCache } from "./read-cache";
import { RunRemovals } from "./run-removals";

export type { OpenService } from "./call-contexts";

export interface ShareManagerDeps extends CallHost {
  /** Counts the removals of the run, if they have a limit. */
  readonly removals?: RunRemovals;
  /** The approved changes of an image, if the run needs an approval. @throws ConfigurationError */
  approvedOf?(target: ImageTarget): ApprovedChanges | undefined;
}

/** How long a write that was sent may go on after a cancellation. */
const GRACE_MS = 5_000;

/** Manages the shares of all images in one process, with one queue per image and cached reads. */
export class ShareManager {
  /** Accounts that resources of the current program list: a delete keeps their access. */
  readonly claims = new Claims();
  readonly publicImages = new PublicImages();
  readonly otherGrantees = new OtherGrantees();
  readonly snapshots = new ImageSnapshots();
  private readonly since = new Map<string, Readonly<Record<AccountId, string>>>();
  private readonly host: ShareManagerDeps;
  private readonly queue = new KeyedQueue();
  private readonly recent: ReadCache;
  private readonly cancellation = new AbortController();
  private readonly grace = new AbortController();
  private readonly contexts: CallContexts;
  private readonly removals: RunRemovals;
  private readonly keys: CallerCheck;

  constructor(host: ShareManagerDeps) {
    this.host = host;
    this.recent = new ReadCache(host.clock);
    this.contexts = new CallContexts(host, this.cancellation.signal);
    this.removals = host.removals ?? new RunRemovals();
    this.keys = new CallerCheck(host, (place, label, seconds) => this.callContext(place, label, seconds));
  }

  /** How far the calls of the run are. */
  get progress(): CallProgress {
    return this.contexts.progress;
  }

  /** Stops new work, gives in-flight writes a few seconds to finish, then reads back the result. */
  cancel(): void {
    if (this.cancellation.signal.aborted) return;
    this.cancellation.abort(new Cancelled());
    setTimeout(() => this.grace.abort(new Cancelled()), GRACE_MS).unref();
  }

  get busy(): boolean {
    return this.queue.busy;
  }

  /** Resolves when no operation is running. */
  settled(): Promise<void> {
    return this.queue.settled();
  }

  /**
   * The keys of an image's calls, and their account. One call per process and set of keys.
   *
   * @param tell whether to warn if the cloud does not report the account
   */
  caller(image: Pick<ReadRequest, "target" | "credentials">, tell = true): Promise<Caller> {
    return this.keys.caller(image, tell);
  }

  /** Reads who has access; undefined if the image is gone. @throws ShareError, also if the keys are not the owner's */
  async read(share: ReadRequest): Promise<ReadonlySet<AccountId> | undefined> {
    try {
      return await this.readForWrite(share);
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  /** Reads who has access; a write that follows starts from it. @throws ShareError, also if the image is gone */
  async readForWrite(share: ReadRequest): Promise<ReadonlySet<AccountId>> {
    const key = shareId(share.target);
    return this.queue.run(key, async () => {
      const recent = this.recent.get(key, cacheKeyOf(share));
      if (recent !== undefined) return recent;
      const context = await this.context(share);
      try {
        const live = await readAccounts(context);
        this.recent.set(key, cacheKeyOf(share), live);
        return live;
      } catch (error) {
        throw await this.keys.withCallerDetails(share, shareError(context, error, { wrote: false }));
      }
    });
  }

  /**
   * Brings the image to the goal.
   *
   * @param onPlan called with the plan before it is carried out
   * @returns who has access, read back, and which accounts are closed
   * @throws ShareError
   */
  async apply(share: ApplyRequest, onPlan?: (plan: Plan) => void): Promise<Converged> {
    const { goal, guards } = share;
    const key = shareId(share.target);
    return this.queue.run(key, async () => {
      const context = await this.context(share);
      const recentRead = this.recent.forPlanning(key, cacheKeyOf(share));
      this.recent.invalidate(key);
      try {
        return await this.converged(context, {
          goal,
          guards,
          recentRead: recentRead?.live,
          isOldRead: recentRead?.isOld,
          onPlan,
        });
      } catch (error) {
        throw await this.keys.withCallerDetails(share, error);
      }
    });
  }

  /**
   * Revokes accounts of state that still have access. Foreign and protected accounts keep it, and so do accounts that
   * another resource of the run lists, because a rename creates the new resource before it deletes the old one.
   *
   * @returns accounts that lost access, and accounts that keep it; an image that is gone is a success
   * @throws ShareError
   */
  async revoke(share: RevokeRequest): Promise<Revoked> {
    const { owned, protectedAccounts, snapshots } = share;
    const key = shareId(share.target);
    const claimed = this.claims.claimed(share.target);
    const spared = new Set([...claimed, ...protectedAccounts]);
    const goal: Goal = {
      listed: [],
      owned: exceptAccounts(owned, spared),
      exclusive: false,
      ...(snapshots && { snapshots: { ...snapshots, owned: exceptAccounts(snapshots.owned, spared) } }),
    };
    return this.queue.run(key, async () => {
      this.recent.invalidate(key);
      const context = await this.context(share);
      try {
        const planned = new Set<AccountId>();
        const onPlan = ({ remove }: Plan) => {
          for (const account of remove) planned.add(account);
        };
        const policy = { protectedAccounts: [], approved: this.host.approvedOf?.(share.target) };
        const { live, closed } = await this.converged(context, { goal, guards: policy, onPlan });
        const guards = new Set(protectedAccounts);
        return {
          kind: "revoked",
          planned,
          closed,
          stillShared: intersection(live, planned),
          foreign: exceptAccounts(difference(live, new Set([...owned, ...planned])), spared),
          claimed: sortedUnique(owned.filter((grantee) => claimed.has(accountOf(grantee)))),
          guarded: sortedUnique(exceptAccounts(live, claimed)).filter((grantee) =>
            guards.has(accountOf(grantee)),
          ),
        };
      } catch (error) {
        const failure = await this.keys.withCallerDetails(share, error);
        if (!isGone(failure)) throw failure;
        return { kind: "image-gone", keys: nameCaller(await this.caller(share)) };
      }
    });
  }

  /** Converges within the run's limit of removals, and returns reservations that were not used. */
  private async converged(context: OperationContext, request: ConvergeRequest): Promise<Converged> {
    const { reserve, settle } = this.removals.begin(shareId(context.target));
    try {
      const done = await converge(context, { ...request, reserve });
      settle(done.live);
      return done;
    } catch (error) {
      if (error instanceof ShareError && error.live !== undefined && error.unverified.length === 0) {
        settle(error.live);
      }
      throw error;
    }
  }

  /** The account's own images in a region. @throws ShareError, ConfigurationError */
  async listImages(
    service: string,
    region: string | undefined,
    credentials: string | undefined,
  ): Promise<readonly ListedImage[]> {
    const label = placeLabel(service, region);
    return this.queue.run(label, async () =>
      listImages(await this.callContext({ service, region, credentials }, label, undefined), region),
    );
  }

  /** The regions of a service that the account can use. @throws ShareError, ConfigurationError */
  async listRegions(service: string, credentials: string | undefined): Promise<readonly string[]> {
    const label = `${placeLabel(service, undefined)} regions`;
    return this.queue.run(`${label} ${credentials ?? ""}`, async () =>
      listRegions(await this.callContext({ service, region: undefined, credentials }, label, undefined)),
    );
  }

  /** Since when accounts have access, as the last read has shown; empty where the vendor does not tell. */
  sinceOf(target: ImageTarget): Readonly<Record<AccountId, string>> {
    return this.since.get(shareId(target)) ?? {};
  }

  private async context(share: ReadRequest): Promise<OperationContext> {
    const { target, scope, credentials, timeoutSeconds, snapshotIds } = share;
    const place = { service: target.service, region: target.region, credentials };
    const calls = await this.callContext(place, imageLabel(target), timeoutSeconds);
    const tellPublic = (isPublic: boolean) => this.publicImages.tell(target, isPublic, calls.report);
    const tellOthers = (others: readonly string[]) => this.otherGrantees.tell(target, others, calls.report);
    const tellSince = (since: Readonly<Record<AccountId, string>>) =>
      void this.since.set(shareId(target), since);
    if (scope.snapshots === true && this.snapshots.of(target) === undefined) {
      this.snapshots.note(target, snapshotIds);
    }
    const snapshots = () => this.snapshots.of(target);
    const tellSnapshots = (seen: SnapshotsSeen) => this.snapshots.tell(target, seen, calls.report);
    const unmanaged = () => this.otherGrantees.of(target).length;
    return {
      ...calls,
      target,
      scope,
      tellPublic,
      tellOthers,
      tellSince,
      unmanaged,
      snapshots,
      tellSnapshots,
      writeSignal: this.grace.signal,
    };
  }

  private callContext(place: Place, label: string, timeoutSeconds?: number): Promise<CallContext> {
    return this.contexts.of(place, label, timeoutSeconds);
  }
}

/** The cache key: reads of other parts, or with other keys, have other answers. */
function cacheKeyOf({ scope, credentials }: ReadRequest): string {
  return JSON.stringify([Object.entries(scope).sort(), credentials]);
}

/** Whether the error, or a cause of it, is the vendor's answer that the image does not exist. */
function isGone(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof VendorError) return reactions[cause.meaning].delete === "success";
  }
  return false;
}
