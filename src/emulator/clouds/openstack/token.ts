/**
 * Keystone's tokens. As Fernet tokens do, they hold whose they are and when they end, and cannot be made without a secret:
 * so a token stays valid when the emulator is started again, and no list of them is kept.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Credential } from "../../api";

const PREFIX = "gAAAAAB";

export function tokenFor({ id, secret }: Credential, expiresAt: number): string {
  const content = Buffer.from(JSON.stringify([id, expiresAt])).toString("base64url");
  return `${PREFIX}${content}.${seal(content, secret)}`;
}

/** What a token says about itself; undefined if it is none. */
export function claimsIn(token: string): { readonly id: string; readonly expiresAt: number } | undefined {
  const [content = ""] = token.startsWith(PREFIX) ? token.slice(PREFIX.length).split(".") : [];
  try {
    const [id, expiresAt] = JSON.parse(Buffer.from(content, "base64url").toString());
    return typeof id === "string" && typeof expiresAt === "number" ? { id, expiresAt } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether this credential's login was answered with the token, and it has not expired. */
export function isValid(token: string, { secret }: Credential, now: number): boolean {
  const [content = "", given = ""] = token.slice(PREFIX.length).split(".");
  const [own, theirs] = [Buffer.from(seal(content, secret)), Buffer.from(given)];
  const isOurs = own.length === theirs.length && timingSafeEqual(own, theirs);
  return isOurs && now < (claimsIn(token)?.expiresAt ?? 0);
}

function seal(content: string, secret: string): string {
  return createHmac("sha256", secret).update(content).digest("base64url");
}
