/** The library, templates and run-as accounts over HTTP. */
@NullMarked
package io.berth.inventory.rest.library;

import org.jspecify.annotations.NullMarked;
