import type { AccountId } from "../core/accounts";
import { type ImageTarget, shareId } from "../core/target";

/** Accounts that resources of the current program list, by image, as far as the process knows. */
export class Claims {
  private readonly claims = new AccountsByImage();
  private readonly records = new AccountsByImage();

  /** Records that a resource of the current program lists these accounts: deletes of other resources keep them. */
  claim(target: ImageTarget, accounts: readonly AccountId[]): void {
    this.claims.add(target, accounts);
  }

  /** Records that these accounts are listed by a resource of the current program, and are in its state. */
  record(target: ImageTarget, accounts: readonly AccountId[]): void {
    this.records.add(target, accounts);
  }

  /** Accounts that resources of the current program list for this image and hold in their state. */
  recorded(target: ImageTarget): ReadonlySet<AccountId> {
    return this.records.of(target);
  }

  /** Accounts that resources of the current program list for this image. */
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
