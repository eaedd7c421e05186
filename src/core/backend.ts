import type { AccountId } from "./accounts";
import type { Write } from "./schedule";
import type { ImageTarget } from "./target";

/** One page of an answer to "who has access". */
export interface AccountPage {
  readonly accounts: readonly AccountId[];
  /** What to ask the next page with; absent on the last page. */
  readonly next?: string;
}

/** The image itself, as far as sharing goes. */
export type ImageCondition =
  | { readonly kind: "usable" }
  /** Will be usable by itself: being created, copied or synchronised. `state` is the vendor's word. */
  | { readonly kind: "busy"; readonly state: string }
  /** Will never be: failed, deprecated, of a kind that cannot be shared. */
  | { readonly kind: "unusable"; readonly state: string }
  | { readonly kind: "gone" };

/** Which parts of an image's sharing somebody wants to know. Services without an own ECS ignore `ownEcs`. */
export interface Scope {
  readonly accounts: boolean;
  readonly ownEcs: boolean;
}

/** Bounds of one call; the backend hands both to its SDK. */
export interface CallOptions {
  /** Counts from when the request may be sent. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** To be awaited with the vendor's name of the action before the request is sent: the budget's turnstile. */
  admit(action: string): Promise<void>;
}

/**
 * One service, spoken to. Each method is exactly one request to the vendor (a page, a write, a look), without
 * loops or retries, and fails with a VendorError that says what the failure means.
 */
export interface Backend {
  /** @param page what the page before announced as next; undefined for the first */
  describe(
    target: ImageTarget,
    scope: Scope,
    page: string | undefined,
    options: CallOptions,
  ): Promise<AccountPage>;
  /** @param write within the service's call capacity */
  write(target: ImageTarget, write: Write, options: CallOptions): Promise<void>;
  imageCondition(target: ImageTarget, options: CallOptions): Promise<ImageCondition>;
}
