/** What the tests ask of a server that others wrote. */
import type { Subject } from "../../support/services";

export type Target = Subject["target"];

export interface IndependentServer {
  /** As its makers call it; its packages stand in `<name>.requirements.txt` beside this file. */
  readonly name: string;
  readonly subject: Subject;
  start(): Promise<RunningServer>;
}

/** The server, and its images as they are seen without our backends. */
export interface RunningServer {
  readonly url: string;
  /** The configuration of a stack that reaches it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** An image of its own for each caller. */
  makeImage(): Promise<Target>;
  accounts(target: Target): Promise<string[]>;
  /** Behind the product's back. */
  share(target: Target, accounts: readonly string[]): Promise<void>;
  /** Behind the product's back. */
  unshare(target: Target, accounts: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}
