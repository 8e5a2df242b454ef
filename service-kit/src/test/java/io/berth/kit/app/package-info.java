/** The application that the kit's own tests run: one channel, one resource, one entity. */
@NullMarked
package io.berth.kit.app;

import org.jspecify.annotations.NullMarked;
