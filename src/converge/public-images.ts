import { type ImageTarget, shareId } from "../core/target";

/**
 * The images that every account of their cloud can use, as reads have shown. Sharing does not manage this access, and
 * revoking an account does not end it, so each image is reported once.
 */
export class PublicImages {
  private readonly ids = new Set<string>();

  tell(target: ImageTarget, isPublic: boolean, report: (line: string) => void): void {
    const id = shareId(target);
    if (isPublic && !this.ids.has(id)) report(publicLine);
    if (isPublic) this.ids.add(id);
    else this.ids.delete(id);
  }

  has(target: ImageTarget): boolean {
    return this.ids.has(shareId(target));
  }
}

const publicLine = "is public: every account can use it, listed or not; this is not managed";
