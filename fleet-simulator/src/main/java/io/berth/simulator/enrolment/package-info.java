/** How simulated agents join: keys and certificates of their own, and beats over HTTP. */
@NullMarked
package io.berth.simulator.enrolment;

import org.jspecify.annotations.NullMarked;
