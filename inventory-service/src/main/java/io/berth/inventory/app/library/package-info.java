/** The library, deploying from it, and the secrets that deploying needs. */
@NullMarked
package io.berth.inventory.app.library;

import org.jspecify.annotations.NullMarked;
