/** Agents join by themselves: join tokens, enrolment and certificates by HTTP. */
@NullMarked
package io.berth.monitoring.rest.enrolment;

import org.jspecify.annotations.NullMarked;
