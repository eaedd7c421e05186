/** The provider for Pulumi's dynamic provider process, which does not know whether a call belongs to a preview. */
import type { ConfigSource } from "../../app/config";
import { createShare, updateShare } from "../apply";
import { type CheckResult, checkShare } from "../check";
import { deleteShare } from "../delete";
import { type DiffResult, diffShare } from "../diff";
import type { Properties } from "../inputs";
import { GroupedOutput } from "../output";
import { type ReadResult, readShare } from "../read";
import { ProviderSession } from "../session";
import { showStatus } from "./status";

export class DynamicProvider {
  readonly session: ProviderSession;
  private readonly output: GroupedOutput;
  /** Whether this is certainly not a preview: a create, update or delete was called. */
  private isApplying = false;

  constructor(config: ConfigSource) {
    this.session = new ProviderSession(config, (text) => console.log(text), showStatus);
    this.output = new GroupedOutput((...lines) => this.session.app.print(...lines));
  }

  /**
   * The engine calls only check for a new share, and diff for all others. It checks one resource
   * after the other, and creates many concurrently, so each create prints its own lines.
   */
  check(olds: Properties, news: Properties): Promise<CheckResult> {
    return this.output.track(() =>
      checkShare(this.session, olds, news, this.queue, { looksAtNew: !this.isApplying }),
    );
  }

  /** State that the plugin wrote lacks what a delete and a refresh are carried out by: an update puts it there. */
  async diff(id: string, olds: Properties, news: Properties): Promise<DiffResult> {
    const found = await this.output.track(() => diffShare(this.session, id, olds, news, this.queue));
    const isFromPlugin = olds.__provider === undefined && news.__provider !== undefined;
    return isFromPlugin ? { ...found, changes: true } : found;
  }

  create(inputs: Properties): Promise<{ id: string; outs: Properties }> {
    this.isApplying = true;
    return createShare(this.session, inputs, this.print);
  }

  update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties }> {
    this.isApplying = true;
    return updateShare(this.session, id, olds, news, this.print);
  }

  read(id: string, properties: Properties): Promise<ReadResult> {
    return readShare(this.session, id, properties, this.print);
  }

  delete(id: string, properties: Properties): Promise<void> {
    this.isApplying = true;
    return deleteShare(this.session, id, properties, this.print);
  }

  /** Whether diffs run concurrently, so that the engine shows only one of their errors. */
  get comparesManyAtOnce(): boolean {
    return this.output.isParallel;
  }

  private readonly queue = (image: string, lines: readonly string[]) => this.output.queue(image, lines);
  private readonly print = (lines: readonly string[]) => this.output.print(lines);
}
