const symbols = 128;
/** Long runs of letters and digits may be base64 text that hides words. */
const encodedRun = 40;

/**
 * Looks for words in a text in one pass. Case, blanks, quotes, escapes and signs of joining do not hide a word:
 * "Machine" + 'Keys' is found as "machinekeys". An automaton after Aho and Corasick.
 */
export class WordFinder {
  private readonly next: Int16Array;
  /** For each state, a bit for each list of which a word ends there. */
  private readonly ends: Uint32Array;
  /** The bits of all lists. */
  readonly everyList: number;

  /** Up to 31 lists of words in lower case, of ASCII characters. */
  constructor(lists: readonly (readonly string[])[]) {
    const most = lists.flat().reduce((sum, word) => sum + word.length, 1);
    this.next = new Int16Array(most * symbols).fill(-1);
    this.ends = new Uint32Array(most);
    this.everyList = 2 ** lists.length - 1;
    let states = 1;
    lists.forEach((words, list) => {
      for (const word of words) {
        let state = 0;
        for (const character of word) {
          const edge = state * symbols + character.charCodeAt(0);
          if (this.next[edge]! < 0) this.next[edge] = states++;
          state = this.next[edge]!;
        }
        this.ends[state]! |= 2 ** list;
      }
    });
    this.link();
  }

  // Every state gets an edge for every character, so that looking never goes back.
  private link(): void {
    const fail: number[] = [];
    const queue: number[] = [];
    for (let symbol = 0; symbol < symbols; symbol++) {
      const state = this.next[symbol]!;
      if (state < 0) this.next[symbol] = 0;
      else {
        fail[state] = 0;
        queue.push(state);
      }
    }
    for (const state of queue) {
      const back = fail[state]!;
      this.ends[state]! |= this.ends[back]!;
      for (let symbol = 0; symbol < symbols; symbol++) {
        const edge = state * symbols + symbol;
        const target = this.next[edge]!;
        const fallback = this.next[back * symbols + symbol]!;
        if (target < 0) this.next[edge] = fallback;
        else {
          fail[target] = fallback;
          queue.push(target);
        }
      }
    }
    // A capital leads where its small letter does.
    for (const state of [0, ...queue]) {
      const row = state * symbols;
      this.next.copyWithin(row + 65, row + 97, row + 123);
    }
  }

  /** True where a word of any list stands in the text, or something encoded that may hold one. */
  mayHold(text: string): boolean {
    return this.look(text, 1) !== 0;
  }

  /** A bit for each list of which a word stands in the text; every bit where something encoded may hold one. */
  listsIn(text: string): number {
    return this.look(text, this.everyList);
  }

  // Stops once it has found what is enough.
  private look(text: string, enough: number): number {
    let state = 0;
    let run = 0;
    let found = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const kind = kindOf(code);
      run = (kind & encoded) === 0 ? 0 : run + 1;
      if (run >= encodedRun) return this.everyList;
      if ((kind & passedOver) !== 0) continue;
      state = code < symbols ? this.next[state * symbols + code]! : 0;
      const ends = this.ends[state]!;
      if (ends === 0) continue;
      found |= ends;
      if (found >= enough) return found;
    }
    return found;
  }
}

/** A text without blanks, quotes, escapes and signs of joining, so that they hide no word. */
export function bare(text: string): string {
  return text.replace(/["'`^+\s\u2018-\u201e\0]+/g, "");
}

/** True where a text holds something encoded that may hide any word. */
export function holdsEncoded(text: string): boolean {
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    run = (kindOf(text.charCodeAt(at)) & encoded) === 0 ? 0 : run + 1;
    if (run >= encodedRun) return true;
  }
  return false;
}

/** Bits of a character: it may belong to base64 text; it is white space, a quote, ` or ^, or the + between texts. */
const encoded = 1;
const passedOver = 2;

const kinds = Uint8Array.from({ length: symbols }, (_, code) => {
  const character = String.fromCharCode(code);
  return (/[a-z\d+=]/i.test(character) ? encoded : 0) | (code <= 32 || "\"'`^+".includes(character) ? passedOver : 0);
});

function kindOf(code: number): number {
  if (code < symbols) return kinds[code]!;
  return code >= 0x2018 && code <= 0x201e ? passedOver : 0;
}
