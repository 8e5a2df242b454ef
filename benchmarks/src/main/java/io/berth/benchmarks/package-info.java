/**
 * What Berth costs, measured. Each run prints its figures beside a ceiling or a limit from the same
 * run, because absolute figures of a noisy machine compare with nothing.
 */
@NullMarked
package io.berth.benchmarks;

import org.jspecify.annotations.NullMarked;
