/** One image in one place: what a share is a share of. */
export interface ImageTarget {
  /** Name of the service, as in the registry: `tencentcloud-cvm`. */
  readonly service: string;
  /** Absent for services that have no regions. */
  readonly region?: string;
  readonly imageId: string;
}

/** The id of the resource: `<service>/<region>/<imageId>`, without the region where there is none. */
export function shareId(target: ImageTarget): string {
  return [target.service, target.region, target.imageId].filter((part) => part !== undefined).join("/");
}

/** What names of services, regions and images are made of: they end up in host names. */
const NAME = /^[\w.-]+$/;

export function isSafeSegment(text: string): boolean {
  return NAME.test(text);
}

/** Reads an id back. Returns undefined for what {@link shareId} cannot have written. */
export function parseShareId(id: string): ImageTarget | undefined {
  const [service, second, third, ...more] = id.split("/");
  if (service === undefined || second === undefined || more.length > 0) return undefined;
  if (![service, second, third ?? second].every(isSafeSegment)) return undefined;
  return third === undefined ? { service, imageId: second } : { service, region: second, imageId: third };
}

/** How messages name an image; every line that the product prints begins with it. */
export function imageLabel(target: ImageTarget): string {
  return target.region === undefined ? target.imageId : `${target.imageId} (${target.region})`;
}
