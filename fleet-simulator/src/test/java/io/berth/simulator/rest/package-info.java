/** Requests, as far as they can be judged without a fleet. */
@NullMarked
package io.berth.simulator.rest;

import org.jspecify.annotations.NullMarked;
