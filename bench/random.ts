/** Numbers from 0 up to 1, the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from 0 up to, and not including, an end. */
export function below(next: () => number, end: number): number {
  return Math.floor(next() * end);
}

export function oneOf<T>(next: () => number, choices: readonly T[]): T {
  return choices[below(next, choices.length)]!;
}
