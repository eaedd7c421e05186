/** The image of a share: service, region and ID. */
export interface ImageTarget {
  /** Name of the service, as in the registry: `tencentcloud-cvm`. */
  readonly service: string;
  /** Absent for services without regions. */
  readonly region?: string;
  readonly imageId: string;
}

/** The id of the resource: `<service>/<region>/<imageId>`, or `<service>/<imageId>` without a region. */
export function shareId(target: ImageTarget): string {
  return [target.service, target.region, target.imageId].filter((part) => part !== undefined).join("/");
}

/** Allowed characters in names of services, regions and images, because they become part of host names. */
const NAME = /^[\w.-]+$/;

export function isSafeSegment(text: string): boolean {
  return NAME.test(text);
}

/** Parses an id. Returns undefined for a text that {@link shareId} cannot have written. */
export function parseShareId(id: string): ImageTarget | undefined {
  const [service, second, third, ...more] = id.split("/");
  if (service === undefined || second === undefined || more.length > 0) return undefined;
  if (![service, second, third ?? second].every(isSafeSegment)) return undefined;
  return third === undefined ? { service, imageId: second } : { service, region: second, imageId: third };
}

/** The image's name in messages; every printed line begins with it. */
export function imageLabel(target: ImageTarget): string {
  return target.region === undefined ? target.imageId : `${target.imageId} (${target.region})`;
}
