/** State that all calls of one provider process share, for every host. */
import { App, type ShowStatus } from "../app/app";
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

  /**
   * @param print takes whole lines, one or more at a time
   * @param status takes a line that is true for the moment
   */
  constructor(config: ConfigSource, print: (text: string) => void, status?: ShowStatus) {
    this.app = new App(config, print, status);
    this.changePreview = new ChangePreview(this.app);
    this.progress = new RunProgress((line) => this.app.print(line));
    this.app.manager.progress.count(() => this.progress.upcoming());
  }

  /** Whether this is a preview that must fail if `up` would. */
  get isStrictPreview(): boolean {
    return this.progress.isPreview && this.app.connections.settings.strictPreview;
  }
}
