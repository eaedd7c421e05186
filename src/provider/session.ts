/** State that all calls of one provider process share, for every host. */
import { App } from "../app/app";
import type { ConfigSource } from "../app/config";
import { ChangePreview } from "./change-preview";
import { RunProgress } from "./run-progress";

/** Prints lines about one image, which is named by its share ID. */
export type Tell = (image: string, lines: readonly string[]) => void;

/** One per configured provider: one per process and stack. */
export class ProviderSession {
  readonly app: App;
  readonly changePreview: ChangePreview;
  readonly progress: RunProgress;
  /** Images that were refreshed and not checked since: their next diff belongs to the refresh. */
  readonly refreshed = new Set<string>();

  /** @param print takes whole lines, one or more at a time */
  constructor(config: ConfigSource, print: (text: string) => void) {
    this.app = new App(config, print);
    this.changePreview = new ChangePreview(this.app);
    this.progress = new RunProgress((line) => this.app.print(line));
  }

  /** Whether this is a preview that must fail if `up` would. */
  get isStrictPreview(): boolean {
    return this.progress.isPreview && this.app.connections.settings.strictPreview;
  }
}
