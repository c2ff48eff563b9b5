// When a process started: with its id, the name that no other process has.

import { readFile } from 'node:fs/promises';

/**
 * @param {number} pid
 * @returns {Promise<string>} In clock ticks since the machine started, as proc(5) has it; '' where there is no /proc or no such process.
 */
export async function startTimeOf(pid) {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The command's name, field 2, may contain spaces and parentheses; field 22 is the start time.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
