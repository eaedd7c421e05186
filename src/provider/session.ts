/** What the calls of one provider process share, whatever host they come through. */
import { App } from "../app/app";
import type { ConfigSource } from "../app/config";
import { ChangePreview } from "./change-preview";
import { RunProgress } from "./run-progress";

/** Takes what there is to say of one image, named by its share ID. */
export type Tell = (image: string, lines: readonly string[]) => void;

/** One per configured provider, that is, one per process and stack. */
export class ProviderSession {
  readonly app: App;
  readonly changePreview: ChangePreview;
  readonly progress: RunProgress;
  /** What was refreshed and not checked since: the engine's next diff is about what the read found. */
  readonly refreshed = new Set<string>();

  /** @param print takes whole lines, one or more at a time */
  constructor(config: ConfigSource, print: (text: string) => void) {
    this.app = new App(config, print);
    this.changePreview = new ChangePreview(this.app);
    this.progress = new RunProgress((line) => this.app.print(line));
  }

  /** Whether this is a preview that has to fail where `up` would. */
  get isStrictPreview(): boolean {
    return this.progress.isPreview && this.app.connections.settings.strictPreview;
  }
}
