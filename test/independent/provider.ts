/** The provider object in processes of their own, as the engine asks it. */
import { handle } from "../../src/provider/dynamic/handle";

export type Properties = Readonly<Record<string, unknown>>;

interface Answer {
  readonly id: string;
  readonly outs: Properties;
  readonly props: Properties;
  readonly inputs: Properties;
  readonly failures: readonly { reason: string }[];
  readonly changes: boolean;
}

type Call = (method: Parameters<typeof handle>[0], ...args: unknown[]) => Promise<Answer>;

/** A process that has this configuration: its texts, as a stack holds them. */
function provider(settings: Properties): Call {
  const config = Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  const own = { get: (key: string) => config[key], rawConfig: config };
  return (method, ...args) => handle(method, own, args) as Promise<Answer>;
}

/** One resource of one program over several runs, each in a process of its own. */
export class Resource {
  outs: Properties = {};
  readonly #settings: Properties;
  #id = "";

  constructor(settings: Properties) {
    this.#settings = settings;
  }

  async up(inputs: Properties): Promise<"created" | "updated" | "unchanged"> {
    const call = provider(this.#settings);
    const { inputs: checked, failures } = await call("check", this.#id === "" ? {} : this.outs, inputs);
    if ((failures ?? []).length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    if (this.#id === "") {
      const { id, outs } = await call("create", checked);
      Object.assign(this, { outs });
      this.#id = id;
      return "created";
    }
    const { changes } = await call("diff", this.#id, this.outs, checked);
    if (!changes) return "unchanged";
    this.outs = (await call("update", this.#id, this.outs, checked)).outs;
    return "updated";
  }

  /** @returns whether the resource is still there */
  async refresh(): Promise<boolean> {
    const { id, props } = await provider(this.#settings)("read", this.#id, this.outs);
    if (id === undefined || id === "") return false;
    this.outs = props;
    return true;
  }

  async destroy(): Promise<void> {
    await provider(this.#settings)("delete", this.#id, this.outs);
  }
}

/** What a run ends with that is expected to fail. */
export async function failureOf(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => new Error("the run succeeded"),
    (reason: unknown) => reason,
  );
  const { reasons, message } = error as { reasons?: readonly string[]; message?: string };
  return [message, ...(reasons ?? [])].join("\n");
}
