/** Agents join by themselves: join tokens, keys that are taken, certificates and their states. */
@NullMarked
package io.berth.monitoring.domain.enrolment;

import org.jspecify.annotations.NullMarked;
