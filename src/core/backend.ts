import type { AccountId } from "./accounts";
import type { Write } from "./schedule";
import type { ImageTarget } from "./target";

/** One page of an answer to "who has access". */
export interface AccountPage {
  readonly accounts: readonly AccountId[];
  /** How many accounts the vendor counts in all pages; absent where it does not say. */
  readonly total?: number;
  /** What to ask the next page with; absent on the last page. */
  readonly next?: string;
}

/** An image that is there, as far as sharing goes. */
export type PresentCondition =
  | { readonly kind: "usable" }
  /** Will be usable by itself: being created, copied or synchronised. `state` is the vendor's word. */
  | { readonly kind: "busy"; readonly state: string }
  /** Will never be: failed, deprecated, of a kind that cannot be shared. */
  | { readonly kind: "unusable"; readonly state: string };

/** The image itself, as far as sharing goes. */
export type ImageCondition = PresentCondition | { readonly kind: "gone" };

/** An image as its owner's list shows it. */
export interface ListedImage {
  readonly imageId: string;
  /** What its owner calls it; may be empty, and may hold any character: not to be printed as it is. */
  readonly name: string;
  readonly condition: PresentCondition;
  /** Whether it can be used in the owner's own ECS; absent where the list does not say. */
  readonly inOwnEcs?: boolean;
}

/** One page of an answer to "which images are mine". */
export interface ImagePage {
  readonly images: readonly ListedImage[];
  /** What to ask the next page with; absent on the last page. */
  readonly next?: string;
}

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
  /** To be awaited with the vendor's name of the action before the request is sent: the rate limit's turnstile. */
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
  /**
   * The account's own images in a region, in whatever state; an image can be on two pages when others are made or
   * deleted meanwhile. A service whose list does not tell whose an image is (SWAS) may list those that others share
   * with the account as well; for them, `describe` fails with `image-gone`.
   *
   * @param region undefined for services that have none
   * @param page what the page before announced as next; undefined for the first
   */
  listImages(region: string | undefined, page: string | undefined, options: CallOptions): Promise<ImagePage>;
  /**
   * The account that the credentials act for: it owns what they make. Of a role, the account that the role belongs to.
   *
   * @param region one that the credentials are used in; clouds that answer at one place sign with it all the same
   */
  callerAccount(region: string | undefined, options: CallOptions): Promise<AccountId>;
}
