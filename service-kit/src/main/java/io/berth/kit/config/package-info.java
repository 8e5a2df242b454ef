/** The settings that every service has, and the clock. */
@NullMarked
package io.berth.kit.config;

import org.jspecify.annotations.NullMarked;
