/**
 * Snapshots behind an image (`snapshots: true`). An account's access to one is a grantee of the kind `snapshot`:
 * `snap-0123456789abcdef0/012345678901`. It is planned beside the account's access to the image, and takes calls of its
 * own.
 */

const GRANTEE = /^(snap-[0-9a-f]+)\/(.+)$/;

export function onSnapshot(snapshot: string, account: string): string {
  return `${snapshot}/${account}`;
}

/** The snapshot of a grantee of this kind; undefined for every other grantee. */
export function snapshotOf(grantee: string): string | undefined {
  // A list may have a hundred thousand accounts.
  return grantee.startsWith("snap-") ? GRANTEE.exec(grantee)?.[1] : undefined;
}

/** The account of a grantee of this kind; every other grantee is its own. */
export function accountOf(grantee: string): string {
  return (grantee.startsWith("snap-") ? GRANTEE.exec(grantee)?.[2] : undefined) ?? grantee;
}

/** Each account once, however many snapshots it has access to; every other grantee as it is. */
export function accountsBehind(grantees: Iterable<string>): string[] {
  return [...new Set([...grantees].map(accountOf))].sort();
}

/** Grantees without those whose account is among the others. */
export function exceptAccounts(grantees: Iterable<string>, accounts: Iterable<string>): string[] {
  const others = new Set(accounts);
  return [...grantees].filter((grantee) => !others.has(grantee) && !others.has(accountOf(grantee)));
}

/** The snapshots that grantees have access to, sorted. */
export function snapshotsIn(grantees: Iterable<string>): string[] {
  return [...new Set([...grantees].flatMap((grantee) => snapshotOf(grantee) ?? []))].sort();
}

/**
 * Grantees in words: those of the image, and then the accounts of its snapshots. Snapshots with the same accounts stand
 * together: `111122223333; 111122223333, 444455556666 on snapshots snap-0a, snap-0b`.
 *
 * @param nameOf formats one grantee of the image
 */
export function inWords(grantees: readonly string[], nameOf: (grantee: string) => string): string {
  const ofImage = grantees.filter((grantee) => snapshotOf(grantee) === undefined);
  const bySnapshot = new Map<string, string[]>();
  for (const grantee of grantees) {
    const snapshot = snapshotOf(grantee);
    if (snapshot === undefined) continue;
    listAt(bySnapshot, snapshot).push(nameOf(accountOf(grantee)));
  }
  const byAccounts = new Map<string, string[]>();
  for (const [snapshot, accounts] of bySnapshot) {
    listAt(byAccounts, accounts.join(", ")).push(snapshot);
  }
  const groups = [...byAccounts].map(([accounts, snapshots]) => {
    const word = snapshots.length === 1 ? "snapshot" : "snapshots";
    return `${accounts} on ${word} ${snapshots.join(", ")}`;
  });
  return [...(ofImage.length > 0 ? [ofImage.map(nameOf).join(", ")] : []), ...groups].join("; ");
}

/** The list of a key, which is empty at first. */
export function listAt<Item>(lists: Map<string, Item[]>, key: string): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
