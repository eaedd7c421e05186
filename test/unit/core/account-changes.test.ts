import { accountLines } from "../../../src/core/account-changes";
import { formatGains } from "../../../src/core/accounts";

const image = (gains: string[], losses: string[] = []) => ({ gains, losses });

describe("changes over many images", () => {
  it("are counted for each account, those with the most images first", () => {
    const images = [...Array<unknown>(200)].map((_, index) =>
      image(index < 12 ? ["globex"] : [], index < 50 ? ["acme", "initech"] : ["acme"]),
    );
    expect(accountLines(images, "will")).toEqual({
      losses: ["acme will lose access to 200 images", "initech will lose access to 50 images"],
      gains: ["globex will gain access to 12 images"],
    });
  });

  it("an account of one image alone has no line of its own, because the image's line says it", () => {
    expect(accountLines([image(["a"], ["b"]), image(["c"])], "would")).toEqual({ losses: [], gains: [] });
  });

  it("gains are cut at twenty accounts and the rest is counted; losses never are", () => {
    const many = Array.from({ length: 300 }, (_, index) => String(1_000 + index));
    const { losses, gains } = accountLines(
      [image(many, many), image(many, many)],
      "would",
      (one) => `<${one}>`,
    );
    expect(losses).toHaveLength(300);
    expect(losses[0]).toBe("<1000> would lose access to 2 images");
    expect(gains).toHaveLength(21);
    expect(gains.at(-1)).toBe("280 more accounts would gain access to several images");
    expect(accountLines([image(many.slice(0, 21)), image(many.slice(0, 21))], "will").gains.at(-1)).toBe(
      "1 more account will gain access to several images",
    );
    expect(accountLines([image(many.slice(0, 20)), image(many.slice(0, 20))], "will").gains).toHaveLength(20);
  });
});

it("a line about gains names twenty accounts and counts the rest", () => {
  const many = Array.from({ length: 22 }, (_, index) => String(index));
  expect(formatGains(many.slice(0, 20))).toBe(many.slice(0, 20).join(", "));
  expect(formatGains(many)).toBe(`${many.slice(0, 20).join(", ")} and 2 more`);
});
