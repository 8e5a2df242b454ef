/** The settings of the replica service. */
@NullMarked
package io.berth.replica.config;

import org.jspecify.annotations.NullMarked;
