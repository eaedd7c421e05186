/** One resource per image, as this package has it. */
const { ImageShare } = require("pulumi-image-share");
const { shares } = require("./spec.json");

for (const { name, ...args } of shares) new ImageShare(name, args);
