/** Update servers, baselines and how far hosts comply with them. */
@NullMarked
package io.berth.inventory.app.updates;

import org.jspecify.annotations.NullMarked;
