/** Rules of the library: servers, shares and templates. */
@NullMarked
package io.berth.inventory.domain.library;

import org.jspecify.annotations.NullMarked;
