/** The order of test files: those that run the engine or thousands of cases first, so that no processor waits at the end. */
const { default: Sequencer } = require("@jest/test-sequencer");

const first = ["e2e", "stress", "conformance", "integration"];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ context }) => {
      const index = first.indexOf(context.config.displayName?.name);
      return index < 0 ? first.length : index;
    };
    return super.sort(tests).sort((left, right) => rank(left) - rank(right));
  }
};
