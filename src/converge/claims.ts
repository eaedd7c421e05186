import type { AccountId } from "../core/accounts";
import { type ImageTarget, shareId } from "../core/target";

/** What the resources of the current program list for each image, as far as the process was told. */
export class Claims {
  private readonly claims = new AccountsByImage();
  private readonly records = new AccountsByImage();

  /** Notes that a resource of the current program lists these accounts: a delete of another will spare them. */
  claim(target: ImageTarget, accounts: readonly AccountId[]): void {
    this.claims.add(target, accounts);
  }

  /** Notes that state of a resource of the current program names these accounts, which it lists. */
  record(target: ImageTarget, accounts: readonly AccountId[]): void {
    this.records.add(target, accounts);
  }

  /** Whom the resources of the current program list for this image and have in their state, as far as they were asked. */
  recorded(target: ImageTarget): ReadonlySet<AccountId> {
    return this.records.of(target);
  }

  /** Whom the resources of the current program list for this image, as far as they were announced. */
  claimed(target: ImageTarget): ReadonlySet<AccountId> {
    return this.claims.of(target);
  }
}

class AccountsByImage {
  private readonly accounts = new Map<string, ReadonlySet<AccountId>>();

  add(target: ImageTarget, accounts: readonly AccountId[]): void {
    this.accounts.set(shareId(target), new Set([...this.of(target), ...accounts]));
  }

  of(target: ImageTarget): ReadonlySet<AccountId> {
    return this.accounts.get(shareId(target)) ?? new Set();
  }
}
