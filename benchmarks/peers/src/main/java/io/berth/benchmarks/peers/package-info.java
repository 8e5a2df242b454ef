/**
 * Other placement engines on the same instances as ours, in one run. Built only with the Maven
 * profile {@code peers}.
 */
@NullMarked
package io.berth.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
