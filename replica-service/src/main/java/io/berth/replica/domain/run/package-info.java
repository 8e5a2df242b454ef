/**
 * Failovers of many VMs in an order: groups that people define, and runs of a group or of a whole
 * site. Pure functions over immutable values; time comes in as an argument.
 */
@NullMarked
package io.berth.replica.domain.run;

import org.jspecify.annotations.NullMarked;
