/** The time of a test. It passes where a test lets it pass, so what waits a second costs nothing and a busy machine decides nothing. */

export class Clock {
  constructor() {
    this.now = 0;
    this.timers = new Map();
    this.last = 0;
    this.problems = [];
  }

  /** Give the timers of a window to this clock. */
  install(window) {
    const add = (what, wait, rest, every) => {
      this.last += 1;
      this.timers.set(this.last, { id: this.last, at: this.now + Math.max(0, Number(wait) || 0), what, rest, every, window });
      return this.last;
    };
    window.setTimeout = (what, wait, ...rest) => add(what, wait, rest, null);
    window.setInterval = (what, wait, ...rest) => add(what, wait, rest, Math.max(1, Number(wait) || 0));
    window.clearTimeout = window.clearInterval = (id) => { this.timers.delete(id); };
  }

  /** Drop the timers of a window that is closed. */
  release(window) {
    for (const timer of this.timers.values()) { if (timer.window === window) { this.timers.delete(timer.id); } }
  }

  /** The moment of the next timer, Infinity where none waits. */
  next() { return Math.min(...[...this.timers.values()].map((timer) => timer.at)); }

  /** Run what is due by now. Returns whether anything was. */
  run() {
    const due = [...this.timers.values()].filter((timer) => timer.at <= this.now).sort((one, other) => one.at - other.at || one.id - other.id);
    for (const timer of due) {
      if (!this.timers.has(timer.id)) { continue; }
      if (timer.every === null) { this.timers.delete(timer.id); } else { timer.at = this.now + timer.every; }
      try { timer.what.apply(timer.window, timer.rest); } catch (problem) { this.problems.push(problem); }
    }
    return due.length > 0;
  }
}
