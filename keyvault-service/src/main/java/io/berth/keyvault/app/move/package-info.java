/** Moves keys from one container to another while calls go on. */
@NullMarked
package io.berth.keyvault.app.move;

import org.jspecify.annotations.NullMarked;
