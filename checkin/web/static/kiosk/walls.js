/**
 * Takes away whatever could carry a picture out of this page, or make a file of one. A content
 * security policy stops requests to other hosts, but no browser lets it stop WebRTC, so the doors
 * themselves go. This module comes first wherever it is imported, before any other code could keep a
 * reference.
 */

const DOORS = [
  "RTCPeerConnection",
  "webkitRTCPeerConnection",
  "WebTransport",
  "WebSocket",
  "EventSource",
  "MediaRecorder",
  "ImageCapture",
  "VideoEncoder",
];

/** What makes a file or a stream of a picture, by what it belongs to. @type {Record<string, string[]>} */
const COPIERS = {
  HTMLCanvasElement: ["toBlob", "toDataURL", "captureStream"],
  OffscreenCanvas: ["convertToBlob"],
  HTMLMediaElement: ["captureStream"],
  Navigator: ["sendBeacon"],
};

for (const door of DOORS) {
  Reflect.deleteProperty(globalThis, door);
}
for (const [owner, copiers] of Object.entries(COPIERS)) {
  const prototype = Reflect.get(globalThis, owner)?.prototype ?? {};
  for (const copier of copiers) {
    Reflect.deleteProperty(prototype, copier);
  }
}
export {};
