/** Lines for people, sent to the engine: each stands under the resource that it is about. */
import { AsyncLocalStorage } from "node:async_hooks";

/** A text of one or more lines. */
export interface LogEntry {
  /** Of the resource; empty for the stack. */
  readonly urn: string;
  readonly text: string;
}

/** What a call of the engine is about, and which of its lines are still on their way. */
interface CallContext {
  readonly urn: string;
  readonly sending: Promise<void>[];
}

export class EngineLog {
  private readonly send: (entry: LogEntry) => Promise<void>;
  private readonly calls = new AsyncLocalStorage<CallContext>();

  /** @param send resolves when the engine has taken the entry, and never rejects */
  constructor(send: (entry: LogEntry) => Promise<void>) {
    this.send = send;
  }

  /** Answers one call of the engine: what is said meanwhile is about its resource, and arrives before the answer. */
  async during<T>(urn: string, call: () => Promise<T>): Promise<T> {
    const context: CallContext = { urn, sending: [] };
    try {
      return await this.calls.run(context, call);
    } finally {
      await Promise.all(context.sending);
    }
  }

  /** Says something about the resource of the present call; of the stack, where there is none. */
  readonly say = (text: string): void => {
    const call = this.calls.getStore();
    const sent = this.send({ urn: call?.urn ?? "", text });
    call?.sending.push(sent);
  };
}
