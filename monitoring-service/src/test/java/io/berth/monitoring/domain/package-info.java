/** The fold in scenarios, in tables and against a slow reference. */
@NullMarked
package io.berth.monitoring.domain;

import org.jspecify.annotations.NullMarked;
