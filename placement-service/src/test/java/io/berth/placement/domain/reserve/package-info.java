/** Tables, and thousands of random clusters against every assignment there is. */
@NullMarked
package io.berth.placement.domain.reserve;

import org.jspecify.annotations.NullMarked;
