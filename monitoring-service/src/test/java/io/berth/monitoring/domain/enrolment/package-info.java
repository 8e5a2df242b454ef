@NullMarked
package io.berth.monitoring.domain.enrolment;

import org.jspecify.annotations.NullMarked;
