// How much memory V8 lets a process of ours use for objects that have just been made.

/**
 * For every process of the studio that runs Node: the keeper, the server with its live-path threads, the standby of a container. They are
 * flags of the process, so that each thread has its own space of this size (V8 has no such limit for both ends that a thread could be given).
 *
 * Left alone, V8 begins with 1 MiB for young objects and doubles that whenever a busy moment leaves enough of them alive, up to 32 MiB in each
 * half of the space, and it gives nothing back while the process is busy. In the server that took 4 + 8 MiB (main thread, live path) to
 * 64 + 32 MiB within 110 joins: 70 MiB in steps, which look like a leak and are none, as what is alive stays at 24 + 8 MiB. With a fixed
 * space the memory is taken at the start and stays. Garbage collection then costs 0.25 % of a core in the main thread and 0.16 % in the live
 * path while somebody comes or goes every second. Fixed and not only limited: a process
 * with little to do would shrink its space to half a MiB and collect it every few seconds.
 *
 * 4 MiB in each half.
 */
export const HEAP_FLAGS = ['--min-semi-space-size=4', '--max-semi-space-size=4'];
