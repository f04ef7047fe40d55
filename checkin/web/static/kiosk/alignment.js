/** Compares a text that arrived with the one that was meant, character by character. */

/** @typedef {[number, number]} Pair A place in the text that was meant, and in that which arrived. */

/**
 * The places of both texts that belong together: the longest run of equal characters in order.
 * @param {string} expected
 * @param {string} text
 * @returns {Pair[]}
 */
export function matched(expected, text) {
  const width = text.length + 1;
  const longest = new Uint16Array((expected.length + 1) * width);
  for (let at = expected.length - 1; at >= 0; at -= 1) {
    for (let seen = text.length - 1; seen >= 0; seen -= 1) {
      longest[at * width + seen] =
        expected[at] === text[seen]
          ? (longest[(at + 1) * width + seen + 1] ?? 0) + 1
          : Math.max(longest[(at + 1) * width + seen] ?? 0, longest[at * width + seen + 1] ?? 0);
    }
  }
  /** @type {Pair[]} */
  const pairs = [];
  for (let at = 0, seen = 0; at < expected.length && seen < text.length; ) {
    if (expected[at] === text[seen]) {
      pairs.push([at, seen]);
      at += 1;
      seen += 1;
    } else if ((longest[(at + 1) * width + seen] ?? 0) >= (longest[at * width + seen + 1] ?? 0)) {
      at += 1;
    } else {
      seen += 1;
    }
  }
  return pairs;
}

/**
 * The places at which two texts of one length agree.
 * @param {string} expected
 * @param {string} text
 * @returns {Pair[]}
 */
export function equal(expected, text) {
  return Array.from(expected, (_, at) => /** @type {Pair} */ ([at, at])).filter(
    ([at]) => expected[at] === text[at],
  );
}

/**
 * What became of the characters that have no partner: a gap as long on both sides holds mistaken
 * ones, any other has lost some.
 * @param {string} expected
 * @param {string} text
 * @param {Pair[]} pairs
 */
export function lost(expected, text, pairs) {
  const arrived = new Set(pairs.map(([at]) => expected.charAt(at)));
  /** @type {Set<string>} */
  const gone = new Set();
  /** @type {Map<string, string>} */
  const mistaken = new Map();
  let [at, seen] = [0, pairs[0] === undefined ? 0 : pairs[0][1] - pairs[0][0]];
  for (const [nextAt, nextSeen] of [...pairs, [expected.length, text.length]]) {
    const wanted = expected.slice(at, nextAt);
    const found = text.slice(Math.max(0, seen), nextSeen);
    for (const [place, character] of [...wanted].entries()) {
      if (wanted.length === found.length) {
        mistaken.set(character, found.charAt(place));
      } else {
        gone.add(character);
      }
    }
    [at, seen] = [Number(nextAt) + 1, Number(nextSeen) + 1];
  }
  const known = [...gone].filter((character) => !mistaken.has(character));
  return {
    missing: known.filter((character) => !arrived.has(character)),
    dropped: known.filter((character) => arrived.has(character)),
    mistaken: [...mistaken],
  };
}
