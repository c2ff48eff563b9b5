/** Who is speaking, from what this browser hears of everybody. Slow enough that a cough moves nothing. Knows no clock. */

/** Below this nobody speaks, in dBFS. */
const SPEECH_DB = -45;
/** How long somebody has to be the loudest before he is the one who speaks. */
const TAKE_OVER_MS = 1_000;
/** How much louder than the one before he has to be, as long as that one speaks too. */
const LOUDER_DB = 3;
/** How fast the loudness that counts falls, so that the pauses between words are none. */
const FALL_DB_PER_S = 60;

export class ActiveSpeaker<Id> {
  readonly #loudness = new Map<Id, number>();
  #speaker: Id | null = null;
  #rival: { readonly id: Id; readonly sinceMs: number } | null = null;
  #atMs: number | null = null;

  /** `levels` are of everybody who is there, in dBFS. Answers with who speaks, or spoke last; null before anybody did. */
  update(levels: ReadonlyMap<Id, number>, nowMs: number): Id | null {
    const fallDb = this.#atMs === null ? 0 : ((nowMs - this.#atMs) / 1000) * FALL_DB_PER_S;
    this.#atMs = nowMs;
    for (const id of [...this.#loudness.keys()]) if (!levels.has(id)) this.#loudness.delete(id);
    for (const [id, db] of levels) {
      this.#loudness.set(id, Math.max(db, (this.#loudness.get(id) ?? db) - fallDb));
    }
    if (this.#speaker !== null && !levels.has(this.#speaker)) this.#speaker = null;
    this.#judge(nowMs);
    return this.#speaker;
  }

  #judge(nowMs: number): void {
    const [loudest] = [...this.#loudness].sort(([, a], [, b]) => b - a);
    if (loudest === undefined || !this.#beats(loudest)) {
      this.#rival = null;
      return;
    }
    const [id] = loudest;
    if (this.#rival?.id !== id) this.#rival = { id, sinceMs: nowMs };
    if (this.#speaker !== null && nowMs - this.#rival.sinceMs < TAKE_OVER_MS) return;
    this.#speaker = id;
    this.#rival = null;
  }

  #beats([id, db]: readonly [Id, number]): boolean {
    if (db < SPEECH_DB || id === this.#speaker) return false;
    const holder = this.#speaker === null ? undefined : this.#loudness.get(this.#speaker);
    return holder === undefined || holder < SPEECH_DB || db >= holder + LOUDER_DB;
  }
}
