/** Judgements that look at the running installation. */
@NullMarked
package io.berth.inventory.app.support;

import org.jspecify.annotations.NullMarked;
