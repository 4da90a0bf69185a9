/**
 * Watches the machine while something is measured.
 *
 * @returns what to write beside the figures: the processor, Node, the load before and now, and on Linux how much of its processors
 * other machines on the same host had meanwhile, as figures of one that was robbed of half of its time say nothing
 */
export declare function watchMachine(): () => string
//# sourceMappingURL=machine.d.ts.map
