import type { AccountId } from "./accounts";
import type { Write } from "./schedule";
import type { ImageTarget } from "./target";

/** One page of the accounts that have access. */
export interface AccountPage {
  /** Grantees of every kind that the service manages. */
  readonly accounts: readonly AccountId[];
  /** Grantees of kinds that are not managed, as the vendor names them: reported, and never changed. */
  readonly others?: readonly string[];
  /** The vendor's count over all pages; absent if the vendor reports none. */
  readonly total?: number;
  /** The token of the next page; absent on the last page. */
  readonly next?: string;
  /** Whether every account of the cloud can use the image; absent if the answer does not tell. */
  readonly isPublic?: boolean;
  /** All snapshots behind the image; absent on pages that do not tell, and where they are not managed. */
  readonly snapshots?: readonly string[];
  /** A snapshot behind the image that every account can copy; absent if this page shows none. */
  readonly publicSnapshot?: string;
  /** When accounts were given access (ISO 8601, UTC), by account; absent if the vendor does not tell. */
  readonly since?: Readonly<Record<AccountId, string>>;
}

/** The condition of an image that exists. */
export type PresentCondition =
  | { readonly kind: "usable" }
  /** Becomes usable without help: being created, copied or synchronised. `state` is the vendor's word. */
  | { readonly kind: "busy"; readonly state: string }
  /** Never becomes usable: failed, deprecated, or of a kind that cannot be shared. */
  | { readonly kind: "unusable"; readonly state: string };

/** The condition of an image. */
export type ImageCondition = PresentCondition | { readonly kind: "gone" };

/** An image as its owner's list shows it. */
export interface ListedImage {
  readonly imageId: string;
  /** The owner's name for it; may be empty, and may hold any character: sanitize it before printing. */
  readonly name: string;
  readonly condition: PresentCondition;
  /** Whether the grantee of the kind `own-ecs` has access; absent if the list does not report it. */
  readonly inOwnEcs?: boolean;
}

/** One page of the account's own images. */
export interface ImagePage {
  readonly images: readonly ListedImage[];
  /** The token of the next page; absent on the last page. */
  readonly next?: string;
}

/** One page of a service's regions. */
export interface RegionPage {
  readonly regions: readonly string[];
  /** The token of the next page; absent on the last page. */
  readonly next?: string;
}

/**
 * The parts of an image's access to manage, by kinds of grantees. A backend need not read the others; those that it
 * returns all the same are reported, and never changed.
 */
export interface Scope {
  readonly accounts: boolean;
  readonly ownEcs: boolean;
  readonly organizationArns?: boolean;
  readonly organizationalUnitArns?: boolean;
  /** Whether the accounts' access to the snapshots behind the image is managed as well. */
  readonly snapshots?: boolean;
  /** The image's snapshots, if they are known: then no call looks them up. */
  readonly snapshotIds?: readonly string[] | undefined;
}

/** Limits of one call. */
export interface CallOptions {
  /** Starts when the rate limit allows the request. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Await it before sending: resolves when the rate limit of the vendor's action allows another call. */
  acquire(action: string): Promise<void>;
  /** Hears the Date header of the vendor's answer: its clock, in whole seconds. */
  hearDate?(date: string): void;
}

/**
 * The calls to one service. Each method sends exactly one request to the vendor (a page, a write, a read), without
 * loops or retries, and fails with a VendorError that holds the failure's meaning.
 */
export interface Backend {
  /** @param page the token from the previous page; undefined for the first page */
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
   * deleted meanwhile. A service whose list does not tell whose an image is may list those that others share
   * with the account as well; for them, `describe` fails with `image-gone`.
   *
   * @param region undefined for services that have none
   * @param page the token from the previous page; undefined for the first page
   */
  listImages(region: string | undefined, page: string | undefined, options: CallOptions): Promise<ImagePage>;
  /**
   * The regions of the service that the account can use. Absent for a service without regions, and where the vendor
   * has no action for it.
   *
   * @param page the token from the previous page; undefined for the first page
   */
  listRegions?(page: string | undefined, options: CallOptions): Promise<RegionPage>;
  /**
   * The account that the credentials act for, which owns what they create. For a role, the account of the role.
   *
   * @param region a region of the credentials; clouds with one endpoint still sign with it
   */
  callerAccount(region: string | undefined, options: CallOptions): Promise<AccountId>;
}
