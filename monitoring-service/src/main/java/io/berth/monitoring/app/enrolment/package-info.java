/** Agents join by themselves: enrolment, renewal and revocation. */
@NullMarked
package io.berth.monitoring.app.enrolment;

import org.jspecify.annotations.NullMarked;
