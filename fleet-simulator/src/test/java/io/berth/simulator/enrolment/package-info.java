@NullMarked
package io.berth.simulator.enrolment;

import org.jspecify.annotations.NullMarked;
