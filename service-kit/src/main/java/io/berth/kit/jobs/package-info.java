/** What a service does by itself from time to time. */
@NullMarked
package io.berth.kit.jobs;

import org.jspecify.annotations.NullMarked;
