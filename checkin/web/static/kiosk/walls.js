/**
 * Takes away whatever could carry a picture out of this page. A content security policy stops
 * requests to other hosts, but no browser lets it stop WebRTC, so the doors themselves go. This
 * module comes first wherever it is imported, before any other code could keep a reference.
 */

const DOORS = ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport"];

for (const door of DOORS) {
  Reflect.deleteProperty(globalThis, door);
}
export {};
