/** The simulator over HTTP: for operators' hands, scripts and system tests. */
@NullMarked
package io.berth.simulator.rest;

import org.jspecify.annotations.NullMarked;
