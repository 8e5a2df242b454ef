/** Agents join by themselves: join tokens and certificates. */
@NullMarked
package io.berth.monitoring.store.enrolment;

import org.jspecify.annotations.NullMarked;
