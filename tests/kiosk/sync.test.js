import { test } from "node:test";
import assert from "node:assert/strict";
import { Server, readPlace } from "../../checkin/web/static/kiosk/sync.js";

const BADGE = /** @type {const} */ ({
  token: "CI1:A",
  nonce: "n-1",
  takenAt: "2026-11-22T09:41:07.123Z",
  direction: "in",
  since: 0,
});
const FACTS = /** @type {const} */ ({
  version: "v",
  camera: "off",
  scanner: "unseen",
  queued: 3,
  queuedEver: 17,
  snapshotSeconds: 42,
  pictures: { frames: 300, failures: 2, milliseconds: 14 },
  medians: { badge: 800, day_pass: 900 },
});
const PLACE = {
  site: "Harbour House",
  door: "Main entrance",
  directions: ["in"],
  input: "both",
  posture: "normal",
  now: "2026-11-22T09:41:00Z",
  languages: ["en", "de"],
};

/**
 * A server behind a network that answers as told, one response after another, in its own time.
 * @param {...(() => Response)} responses
 */
function world(...responses) {
  /** @type {{ address: string, request: RequestInit, body: any, at: number }[]} */
  const sent = [];
  let now = 0;
  const server = new Server({
    fetch: async (address, request) => {
      sent.push({ address, request, body: JSON.parse(String(request.body ?? "null")), at: now });
      const respond = responses.shift();
      if (respond === undefined) {
        throw new TypeError("no network");
      }
      return respond();
    },
    wait: async (milliseconds) => {
      now += milliseconds;
    },
    now: () => now,
    wallClock: () => Date.parse("2026-11-22T09:40:30Z"),
  });
  return { server, sent };
}

/** @param {object} body @param {number} [status] @param {Record<string, string>} [headers] */
const json =
  (body, status = 200, headers = {}) =>
  () =>
    Response.json(body, { status, headers });
const lost = () => {
  throw new TypeError("no network");
};
const welcome = json({ nonce: "n-1", admit: true, say: "welcome", at: "2026-11-22T09:41:00Z" });

test("a scan sends exactly four things, and nothing of the screen or the person", async () => {
  const { server, sent } = world(welcome);

  await server.ask(BADGE);

  assert.equal(sent[0]?.address, "/api/v1/scans");
  assert.deepEqual(sent[0]?.body, {
    token: "CI1:A",
    nonce: "n-1",
    taken_at: "2026-11-22T09:41:07.123Z",
    direction: "in",
  });
});

test("requests are JSON, stay on this origin and follow nobody elsewhere", async () => {
  const { server, sent } = world(welcome);

  await server.ask(BADGE);

  const request = sent[0]?.request;
  assert.equal(new Headers(request?.headers).get("Content-Type"), "application/json");
  assert.deepEqual(
    [request?.credentials, request?.redirect, request?.method],
    ["same-origin", "error", "POST"],
  );
});

test("an answer is what the server said", async () => {
  assert.deepEqual(await world(welcome).server.ask(BADGE), {
    kind: "answer",
    say: "welcome",
    admit: true,
  });
});

test("a retry carries the same nonce, so that it is one decision", async () => {
  const { server, sent } = world(lost, json({}, 500), welcome);

  const asked = await server.ask(BADGE);

  assert.equal(asked.kind, "answer");
  assert.deepEqual(
    sent.map((one) => one.body.nonce),
    ["n-1", "n-1", "n-1"],
  );
});

test("an answer that was cut off on its way is asked for again", async () => {
  const cut = () =>
    new Response('{"nonce": "n-', { headers: { "Content-Type": "application/json" } });
  const { server, sent } = world(cut, welcome);

  assert.equal((await server.ask(BADGE)).kind, "answer");
  assert.equal(sent.length, 2);
});

test("after a few tries it is silence, and retries back off", async () => {
  const { server, sent } = world(lost, lost, lost, lost, lost);

  assert.deepEqual(await server.ask(BADGE), { kind: "silence" });
  assert.deepEqual(
    sent.map((one) => one.at),
    [0, 300, 1_200, 3_000],
  );
});

test("a request that isn't answered is given up after a second", async () => {
  const server = new Server({
    fetch: (_address, request) =>
      new Promise((_resolve, reject) =>
        request.signal?.addEventListener("abort", () => reject(new Error("given up"))),
      ),
    wait: async () => undefined,
    now: () => 0,
    wallClock: () => 0,
  });
  const alive = setInterval(() => undefined, 50); // the time-out alone doesn't keep Node running
  const began = performance.now();

  const response = await server.post("/scans", {}, 60);

  clearInterval(alive);
  assert.equal(response, null);
  assert.ok(performance.now() - began < 1_000);
});

test("401 leads to pairing and 403 to an empty device, at once", async () => {
  const unpaired = world(json({}, 401));

  assert.deepEqual(await unpaired.server.ask(BADGE), { kind: "unpaired" });
  assert.deepEqual(await world(json({}, 403)).server.ask(BADGE), { kind: "switched_off" });
  assert.equal(unpaired.sent.length, 1);
});

test("a request the server can't read isn't repeated", async () => {
  const { server, sent } = world(json({ field: "direction" }, 400), welcome);

  assert.deepEqual(await server.ask(BADGE), { kind: "silence" });
  assert.equal(sent.length, 1);
});

for (const status of [429, 503]) {
  test(`${status} is heeded: the next try waits as long as it says`, async () => {
    const { server, sent } = world(json({}, status, { "Retry-After": "3" }), welcome);

    assert.equal((await server.ask(BADGE)).kind, "answer");
    assert.equal(sent[1]?.at, 3_000);
  });
}

test("whoever guesses codes is told to wait, and everybody's badge goes on working", async () => {
  const { server, sent } = world(json({}, 429, { "Retry-After": "60" }), welcome);

  assert.deepEqual(await server.ask({ ...BADGE, token: "ABCDEFGHJK" }), { kind: "wait" });
  assert.deepEqual(await server.ask({ ...BADGE, token: "0123456789" }), { kind: "wait" });
  assert.equal((await server.ask(BADGE)).kind, "answer");
  assert.deepEqual(
    sent.map((one) => one.body.token),
    ["ABCDEFGHJK", "CI1:A"],
  );
  assert.equal(server.hold(), 0);
});

test("typing a code is possible again when the wait is over", async () => {
  const { server } = world(json({}, 429, { "Retry-After": "2" }), welcome);
  await server.ask({ ...BADGE, token: "ABCDEFGHJK" });

  await server.world.wait(2_000);

  assert.equal((await server.ask({ ...BADGE, token: "ABCDEFGHJK" })).kind, "answer");
});

test("nobody is kept standing for a long Retry-After, and later scans heed it too", async () => {
  const { server, sent } = world(json({}, 503, { "Retry-After": "30" }), welcome);

  assert.deepEqual(await server.ask(BADGE), { kind: "silence" });
  assert.deepEqual(await server.ask(BADGE), { kind: "silence" });
  assert.equal(sent.length, 1);
  assert.equal(server.hold(), 30_000);
});

test("Retry-After may be a date, and is never believed for longer than a minute", async () => {
  const soon = world(json({}, 503, { "Retry-After": "Sun, 22 Nov 2026 09:40:40 GMT" }));
  const never = world(json({}, 429, { "Retry-After": "999999" }));

  await soon.server.heartbeat(FACTS);
  await never.server.heartbeat(FACTS);

  assert.deepEqual([soon.server.hold(), never.server.hold()], [10_000, 60_000]);
});

for (const [what, body] of /** @type {[string, object][]} */ ([
  ["for another nonce", { nonce: "n-2", admit: true, say: "welcome" }],
  ["in unknown words", { nonce: "n-1", admit: true, say: "sesame" }],
  ["that admits with the words of a refusal", { nonce: "n-1", admit: true, say: "use_desk" }],
  ["that refuses with the words of an admission", { nonce: "n-1", admit: false, say: "welcome" }],
  ["whose yes is only a word", { nonce: "n-1", admit: "true", say: "welcome" }],
  ["of another shape", { hello: 1 }],
])) {
  test(`an answer ${what} admits nobody`, async () => {
    assert.deepEqual(await world(json(body)).server.ask(BADGE), { kind: "silence" });
  });
}

test("a badge used a moment ago may be let in or not, as the door has it", async () => {
  for (const admit of [true, false]) {
    const said = json({ nonce: "n-1", admit, say: "already" });

    assert.deepEqual(await world(said).server.ask(BADGE), {
      kind: "answer",
      say: "already",
      admit,
    });
  }
});

test("a sign of life holds facts about the machine and nothing about people", async () => {
  const { server, sent } = world(json(PLACE));

  await server.heartbeat(FACTS);

  assert.deepEqual(sent[0]?.body, {
    version: "v",
    queue_length: 3,
    queued_ever: 17,
    snapshot_seconds: 42,
    camera: "off",
    scanner: "unseen",
    clock_milliseconds: 0,
    frames: 300,
    frames_failed: 2,
    decode_milliseconds: 14,
    to_green_milliseconds: { badge: 800, day_pass: 900 },
  });
});

test("a sign of life tells where the screen stands, and how far its clock is off", async () => {
  const { server, sent } = world(json(PLACE), json(PLACE));

  const beat = await server.heartbeat(FACTS);
  await server.heartbeat(FACTS);

  assert.equal(beat.kind === "place" && beat.place.door, "Main entrance");
  assert.equal(sent[1]?.body.clock_milliseconds, 30_000);
});

test("a sign of life that fails is silence, and one that is refused says how", async () => {
  assert.deepEqual(await world().server.heartbeat(FACTS), { kind: "silence" });
  assert.deepEqual(await world(json({}, 500)).server.heartbeat(FACTS), { kind: "silence" });
  assert.deepEqual(await world(json({}, 401)).server.heartbeat(FACTS), { kind: "unpaired" });
  assert.deepEqual(await world(json({}, 403)).server.heartbeat(FACTS), { kind: "switched_off" });
});

test("a door that can't be understood is off, and one without a direction is no door", () => {
  assert.equal(readPlace({ ...PLACE, posture: "ajar" })?.posture, "off");
  assert.equal(readPlace({ ...PLACE, input: "mind" })?.input, "scanner");
  assert.equal(readPlace({ ...PLACE, directions: ["up"] }), null);
  assert.equal(readPlace(null), null);
});

test("pairing tells a wrong code from too many tries and from no server", async () => {
  const tries = [json({}, 201), json({}, 400), json({}, 404), json({}, 429), json({}, 500), lost];

  const results = [];
  for (const respond of tries) {
    results.push(await world(respond).server.pair("CODE", "Lobby tablet"));
  }

  assert.deepEqual(results, [
    "paired",
    "refused",
    "refused",
    "too_many",
    "unreachable",
    "unreachable",
  ]);
});

test("a screen that can decide alone asks once, and for one second", async () => {
  const { server, sent } = world(lost, welcome);

  assert.deepEqual(await server.ask(BADGE, true), { kind: "silence" });
  assert.equal(sent.length, 1);
});

test("a snapshot is asked for by what the screen has", async () => {
  const { server, sent } = world(
    json({ made_at: "now" }, 200, { ETag: '"a"' }),
    () => new Response(null, { status: 304 }),
  );

  assert.deepEqual(await server.snapshot(""), {
    kind: "snapshot",
    fetched: { snapshot: { made_at: "now" }, etag: '"a"' },
  });
  assert.deepEqual(await server.snapshot('"a"'), { kind: "snapshot", fetched: "same" });
  assert.deepEqual(
    sent.map(({ request }) => new Headers(request.headers).get("If-None-Match")),
    [null, '"a"'],
  );
});

test("a snapshot that doesn't come is silence, and one that is refused says how", async () => {
  assert.deepEqual(await world().server.snapshot(""), { kind: "silence" });
  assert.deepEqual(await world(json({}, 500)).server.snapshot(""), { kind: "silence" });
  assert.deepEqual(await world(json({}, 403)).server.snapshot(""), { kind: "switched_off" });
});

test("what waited counts as told only once the server has it", async () => {
  const { server, sent } = world(json({ scans: [] }), json({}, 503), json({}, 403));

  assert.deepEqual(await server.tell([{ nonce: "n", sealed: "s" }]), { kind: "taken" });
  assert.deepEqual(await server.tell([{ nonce: "n", sealed: "s" }]), { kind: "silence" });
  assert.deepEqual(await server.tell([{ nonce: "n", sealed: "s" }]), { kind: "switched_off" });
  assert.deepEqual(await server.tell([{ nonce: "n", sealed: "s" }]), { kind: "silence" });
  assert.deepEqual(sent[0]?.body, { scans: [{ nonce: "n", sealed: "s" }] });
});

test("a screen that isn't set up still learns the time, and whether the server answers", async () => {
  const refused = json({}, 401, { Date: "Sun, 22 Nov 2026 09:41:00 GMT" });
  const { server } = world(refused);

  assert.equal(server.answered, false);
  await server.heartbeat(FACTS);
  assert.deepEqual([server.answered, server.clockDifference], [true, 30_000]);
  await server.heartbeat(FACTS);
  assert.equal(server.answered, false);
});
