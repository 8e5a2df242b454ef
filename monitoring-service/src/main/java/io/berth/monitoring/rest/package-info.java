/** The HTTP interface. */
@NullMarked
package io.berth.monitoring.rest;

import org.jspecify.annotations.NullMarked;
