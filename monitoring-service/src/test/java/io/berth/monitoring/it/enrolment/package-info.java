@NullMarked
package io.berth.monitoring.it.enrolment;

import org.jspecify.annotations.NullMarked;
