/** The judgements of the rulebook over HTTP, and the rulebook itself. */
@NullMarked
package io.berth.inventory.rest.support;

import org.jspecify.annotations.NullMarked;
