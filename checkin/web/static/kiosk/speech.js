/**
 * Reads answers aloud, on request, with voices of this machine alone: a browser's other voices send
 * the text away to be spoken.
 */

const VOLUME = [0, 0.5, 1];

/**
 * @param {string} language
 * @returns {SpeechSynthesisVoice | undefined}
 */
function voice(language) {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  return voices.find((one) => one.localService && one.lang.toLowerCase().startsWith(language));
}

/** @param {string} language */
export function canSpeak(language) {
  return voice(language) !== undefined;
}

/**
 * Whatever was being said stops, so that an answer is never late.
 * @param {string} text
 * @param {string} language
 * @param {0 | 1 | 2} loudness
 */
export function speak(text, language, loudness) {
  const chosen = voice(language);
  if (loudness === 0 || chosen === undefined) {
    return;
  }
  speechSynthesis.cancel();
  const sentence = new SpeechSynthesisUtterance(text);
  sentence.voice = chosen;
  sentence.lang = chosen.lang;
  sentence.volume = VOLUME[loudness] ?? 1;
  speechSynthesis.speak(sentence);
}

/** @param {() => void} changed */
export function whenVoicesChange(changed) {
  globalThis.speechSynthesis?.addEventListener("voiceschanged", changed);
}
