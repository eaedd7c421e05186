/** Lines for people, sent to the engine: each stands under the resource that it is about. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ShowStatus } from "../../app/app";
import type { LogEntry } from "../engine-client";

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

  /** Shows what is true for the moment, of the resource of the present call or of the run. No answer waits for it. */
  readonly show: ShowStatus = (text, about) => {
    const urn = about === "run" ? "" : (this.calls.getStore()?.urn ?? "");
    void this.send({ urn, text, isStatus: true });
  };
}
