/**
 * The last step before doctor's output: nothing in it is a secret, whatever a message quotes. Messages leave secrets out
 * themselves; this is for what no message knows to be one.
 */
import { isMembers } from "../config-document";

/** Variables and members of the configuration that hold secrets, and not the place of one. */
const SECRET_NAME = /key|secret|token|passw|credential/i;
const PLACE_NAME = /(file|path|uri|url|arn|profile)$/i;
const PROXY_NAME = /^(https?|all)_proxy$/i;

/** A shorter value may be a word of a message. No vendor's key has a shorter ID. */
const SHORTEST = 8;
const SHORTEST_ID = 12;

type Environment = Readonly<Record<string, string | undefined>>;

export class Secrets {
  private readonly known = new Set<string>();

  constructor(environment: Environment) {
    for (const [name, value = ""] of Object.entries(environment)) {
      if (PROXY_NAME.test(name)) this.addPassword(value.trim());
      else if (isSecretName(name)) this.addNamed(name, value.trim());
    }
  }

  add(value: string | undefined): void {
    if (value === undefined || value.length < SHORTEST) return;
    this.known.add(value);
    this.known.add(encodeURIComponent(value));
  }

  /** Adds every member with the name of a secret, in JSON texts as well. */
  addMembers(value: unknown, name = ""): void {
    if (typeof value === "string") {
      if (isSecretName(name)) this.addNamed(name, value);
      else if (value.startsWith("{") || value.startsWith("[")) this.addJson(value);
    } else if (Array.isArray(value)) for (const inner of value) this.addMembers(inner, name);
    else if (isMembers(value)) for (const [key, inner] of Object.entries(value)) this.addMembers(inner, key);
  }

  hide(text: string): string {
    // The longest first: one may be the beginning of another.
    const longestFirst = [...this.known].sort((left, right) => right.length - left.length);
    return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, "[secret]"), text);
  }

  /** Of an ID, messages show the end. */
  private addNamed(name: string, value: string): void {
    if (!/id$/i.test(name) || value.length >= SHORTEST_ID) this.add(value);
  }

  private addJson(text: string): void {
    try {
      this.addMembers(JSON.parse(text));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }

  private addPassword(proxy: string): void {
    const [, written] = /^(?:[a-z][\w+.-]*:\/\/)?[^/@:]*:([^/@]+)@/i.exec(proxy) ?? [];
    if (written === undefined) return;
    this.known.add(written);
    this.add(decoded(written));
  }
}

function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !PLACE_NAME.test(name);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
