/** 2018-06-10T11:02:50Z: this vendor's times have no fractions. */
export function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
